@NullMarked
package io.lethe.retention.diff;

import org.jspecify.annotations.NullMarked;
