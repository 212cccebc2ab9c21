/** The rules in Kafka Streams: records come in, the rules decide, records go out; deadlines fire. */
@NullMarked
package io.lethe.retention.topology;

import org.jspecify.annotations.NullMarked;
