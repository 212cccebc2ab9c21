/** YAML in which every value knows its line, and faults that are shown where they are. */
@NullMarked
package io.lethe.policy.yaml;

import org.jspecify.annotations.NullMarked;
