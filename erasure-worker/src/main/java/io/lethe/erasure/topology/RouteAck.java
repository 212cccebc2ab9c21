package io.lethe.erasure.topology;

import io.lethe.erasure.ledger.CommandId;
import io.lethe.erasure.stored.StoredAck;
import io.lethe.schemas.DeletionAck;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Sends an acknowledgement to the task of its subject. It may have been written with any key, by any client's partitioner:
 * only its command id counts.
 */
final class RouteAck implements Processor<@Nullable String, @Nullable DeletionAck, String, StoredAck> {

    /** The key of those whose command id says nothing; the ledger gives up on them. */
    private static final String NOBODY = "";

    private @Nullable ProcessorContext<String, StoredAck> context;

    @Override
    public void init(ProcessorContext<String, StoredAck> context) {
        this.context = context;
    }

    @Override
    public void process(Record<@Nullable String, @Nullable DeletionAck> record) {
        if (context == null) {
            throw new IllegalStateException("not initialised");
        }
        RecordMetadata at = context.recordMetadata().orElseThrow();
        DeletionAck value = record.value();
        // Not by its builder, which checks every field anew.
        StoredAck ack = value == null
                ? new StoredAck("", "", null, 0L, at.partition(), at.offset())
                : new StoredAck(
                        value.getCommandId(),
                        value.getOutcome().name(),
                        Reasons.clean(value.getReason()),
                        value.getAt().toEpochMilli(),
                        at.partition(),
                        at.offset());
        String subject =
                CommandId.parse(ack.getCommandId()).map(CommandId::subjectId).orElse(NOBODY);
        context.forward(new Record<>(subject, ack, record.timestamp()));
    }
}
