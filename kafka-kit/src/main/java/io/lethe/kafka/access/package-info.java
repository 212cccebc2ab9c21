/** Who may do what on the cluster; start at {@link io.lethe.kafka.access.AccessRules}. */
@NullMarked
package io.lethe.kafka.access;

import org.jspecify.annotations.NullMarked;
