/** How the pipeline meets Kafka: settings and pauses that serdes, registry and cluster share. */
@NullMarked
package io.lethe.kafka;

import org.jspecify.annotations.NullMarked;
