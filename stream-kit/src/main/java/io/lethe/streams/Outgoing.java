package io.lethe.streams;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * A record to be sent.
 *
 * @param node the sink; see {@link Nodes}
 * @param value null is a tombstone
 */
public record Outgoing(String node, String key, @Nullable SpecificRecord value, long timestamp, Headers headers) {

    /** Without headers. */
    public Outgoing(String node, String key, @Nullable SpecificRecord value, long timestamp) {
        this(node, key, value, timestamp, new RecordHeaders());
    }

    public void forward(ProcessorContext<String, @Nullable SpecificRecord> context) {
        context.forward(new Record<>(key, value, timestamp, headers), node);
    }
}
