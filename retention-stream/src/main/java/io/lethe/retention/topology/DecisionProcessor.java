package io.lethe.retention.topology;

import io.lethe.consent.wire.MeaninglessException;
import io.lethe.consent.wire.WireWords;
import io.lethe.retention.store.WaveStores;
import io.lethe.retention.wave.Breaker;
import io.lethe.retention.wave.Decision;
import io.lethe.retention.wave.Ruling;
import io.lethe.schemas.DeadLetterReason;
import io.lethe.schemas.WaveDecision;
import io.lethe.streams.DeadLetters;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears what operators decide on waves of erasures (R6). It is carried out tick by tick, by the {@link SubjectProcessor}. */
final class DecisionProcessor
        implements Processor<@Nullable String, @Nullable SpecificRecord, String, @Nullable SpecificRecord> {

    private static final Logger LOG = LoggerFactory.getLogger(DecisionProcessor.class);

    private final String policyVersion;
    private final InstantSource clock;
    private final DeadLetters deadLetters;

    private ProcessorContext<String, @Nullable SpecificRecord> context;
    private WaveStores stores;
    private WaveToWire toWire;

    /** Made by Kafka Streams, which calls {@link #init} before anything else. */
    @SuppressWarnings("NullAway.Init")
    DecisionProcessor(String policyVersion, InstantSource clock, DeadLetters deadLetters) {
        this.policyVersion = policyVersion;
        this.clock = clock;
        this.deadLetters = deadLetters;
    }

    @Override
    public void init(ProcessorContext<String, @Nullable SpecificRecord> context) {
        this.context = context;
        this.stores = new WaveStores(context);
        this.toWire = new WaveToWire(context.taskId().partition(), policyVersion);
    }

    @Override
    public void process(Record<@Nullable String, @Nullable SpecificRecord> message) {
        if (!(message.value() instanceof WaveDecision event)) {
            toDeadLetters(message, DeadLetterReason.NO_VALUE, "it has no value");
            return;
        }
        try {
            decide(
                    event,
                    Decision.Verdict.valueOf(
                            WireWords.known(event.getDecision(), "decision").name()));
        } catch (MeaninglessException meaningless) {
            toDeadLetters(message, DeadLetterReason.RULE_BROKEN, meaningless.reason());
        }
    }

    private void decide(WaveDecision event, Decision.Verdict verdict) {
        Instant now = Instant.ofEpochMilli(clock.millis());
        Instant at = WireWords.time(event.getOccurredAt(), event.getReceivedAt());
        Breaker before = stores.breaker();
        Breaker after = before.decided(new Decision(event.getEventId(), verdict, at, event.getDecidedBy()), now);
        if (after.equals(before)) {
            return;
        }
        stores.put(after);
        Ruling ruling = after.ruling();
        if (ruling == null || ruling.equals(before.ruling())) {
            return;
        }
        LOG.info(
                "an operator decides on the wave of partition {}: {}; {} erasures are held",
                toWire.partition(),
                verdict.name().toLowerCase(Locale.ROOT),
                after.held());
        long timestamp = context.currentSystemTimeMs();
        if (before.ruling() != null) {
            toWire.finished(before.ruling(), after, now, timestamp).forward(context);
        }
        toWire.decided(ruling, after, now, timestamp).forward(context);
    }

    private void toDeadLetters(
            Record<@Nullable String, @Nullable SpecificRecord> message, DeadLetterReason reason, String detail) {
        var letter = deadLetters.of(context.recordMetadata().orElseThrow(), reason, detail);
        deadLetters.outgoing(letter, message.timestamp()).forward(context);
    }
}
