/** How a Kafka Streams service runs: dead letters, classes of failure, deadlines, stores. */
@NullMarked
package io.lethe.streams;

import org.jspecify.annotations.NullMarked;
