/** How a Kafka Streams service runs: dead letters, classes of failure, queries. */
@NullMarked
package io.lethe.streams;

import org.jspecify.annotations.NullMarked;
