package io.lethe.erasure.topology;

import io.lethe.erasure.topology.Inbound.Rejected;
import io.lethe.schemas.DeadLetterReason;
import io.lethe.streams.DeadLetters;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Turns what a topic holds into what the ledger understands; what breaks the contract is rejected with its place. */
abstract class Admission<V> implements Processor<@Nullable String, @Nullable V, String, Inbound> {

    private final DeadLetters deadLetters;
    private @Nullable ProcessorContext<String, Inbound> context;

    Admission(DeadLetters deadLetters) {
        this.deadLetters = deadLetters;
    }

    @Override
    public final void init(ProcessorContext<String, Inbound> context) {
        this.context = context;
    }

    @Override
    public final void process(Record<@Nullable String, @Nullable V> record) {
        String key = record.key();
        Inbound inbound = key == null ? rejected(DeadLetterReason.NO_KEY, "the record has no key") : admit(key, record);
        context().forward(record.withKey(key == null ? "" : key).withValue(inbound));
    }

    abstract Inbound admit(String key, Record<@Nullable String, @Nullable V> record);

    final Inbound rejected(DeadLetterReason reason, String detail) {
        return new Rejected(deadLetters.of(place(), reason, detail));
    }

    /** Where the record stands that is just admitted. */
    final RecordMetadata place() {
        return context().recordMetadata().orElseThrow();
    }

    private ProcessorContext<String, Inbound> context() {
        if (context == null) {
            throw new IllegalStateException("not initialised");
        }
        return context;
    }
}
