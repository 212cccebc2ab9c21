/** Topics are created and compared here, and the cluster is watched. */
@NullMarked
package io.lethe.kafka.cluster;

import org.jspecify.annotations.NullMarked;
