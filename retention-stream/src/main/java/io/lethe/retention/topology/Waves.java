package io.lethe.retention.topology;

import io.lethe.retention.store.WaveStores;
import io.lethe.retention.subject.Subject;
import io.lethe.retention.wave.Allowance;
import io.lethe.retention.wave.Breaker;
import io.lethe.retention.wave.Decision;
import io.lethe.retention.wave.Ruling;
import io.lethe.retention.wave.Wave;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The breaker of one task between its store and its processor (R6). A turn begins with what is stored and ends with it stored
 * again and told, so that a tick that orders a thousand writes it once.
 */
final class Waves {

    private static final Logger LOG = LoggerFactory.getLogger(Waves.class);

    /** A wave that grows is told again after this at the earliest. */
    private static final Duration BETWEEN_TELLINGS = Duration.ofMinutes(1);

    private final WaveSettings settings;
    private final LongSupplier subjects;
    private final WaveStores stores;
    private final WaveToWire toWire;
    private final ProcessorContext<String, @Nullable SpecificRecord> context;

    private Breaker before = Breaker.NEW;
    private Breaker breaker = Breaker.NEW;
    private @Nullable Allowance allowance;
    private @Nullable Instant toldAt;
    private long toldHeld;

    /** @param subjects how many there are in this partition */
    Waves(WaveSettings settings, LongSupplier subjects, ProcessorContext<String, @Nullable SpecificRecord> context) {
        this.settings = settings;
        this.subjects = subjects;
        this.stores = new WaveStores(context);
        this.toWire = new WaveToWire(context.taskId().partition(), settings.policyVersion());
        this.context = context;
    }

    void begin() {
        before = stores.breaker();
        breaker = before;
        allowance = null;
    }

    /** Whether one more subject may be erased for its silence; where it may, that counts. */
    boolean mayOrder(Instant now) {
        if (settings.limits().isEmpty()) {
            return true;
        }
        if (allowance == null) {
            allowance = Allowance.of(settings.limits().get(), settings.partitions(), subjects.getAsLong());
        }
        Breaker.Answer answer = breaker.ask(now, allowance);
        breaker = answer.breaker();
        return answer.mayOrder();
    }

    /** An event, outside a tick, may have revived a subject that was held, or erased it for another reason. */
    void heard(Subject was, Subject is, Instant now) {
        if (!was.heldAt().equals(is.heldAt())) {
            begin();
            follow(was, is);
            end(now);
        }
    }

    /** Keeps the queue of what is held as the subject says. */
    void follow(Subject was, Subject is) {
        Optional<Instant> heldBefore = was.heldAt();
        Optional<Instant> heldNow = is.heldAt();
        if (heldBefore.equals(heldNow)) {
            return;
        }
        heldBefore.ifPresent(since -> {
            stores.release(since, is.id());
            breaker = breaker.left(since);
        });
        heldNow.ifPresent(since -> {
            stores.hold(since, is.id());
            breaker = breaker.entered();
        });
    }

    /** The decision that is being carried out. */
    Optional<Ruling> ruling() {
        return Optional.ofNullable(breaker.ruling());
    }

    /**
     * Carries a decision out on what it means, for as long as the budget lasts.
     *
     * @return since when the rest has waited for it to be carried out; empty where there is no rest
     */
    Optional<Instant> carryOut(Ruling ruling, Duration budget, Instant now, Settling settling) {
        boolean approved = ruling.decision().verdict() == Decision.Verdict.APPROVE;
        boolean more = stores.takeHeld(
                        ruling.upTo(), budget, entry -> settling.settle(entry.owner(), entry.at(), approved))
                .isPresent();
        Ruling carriedOut = breaker.ruling();
        if (more || carriedOut == null) {
            return Optional.of(ruling.upTo()).filter(_ -> more);
        }
        breaker = breaker.finished(stores.oldestHeld(now).orElse(null));
        LOG.info(
                "wave of partition {}: {} erasures have left, {} are held",
                toWire.partition(),
                carriedOut.settled(),
                breaker.held());
        toWire.finished(carriedOut, breaker, now, timestamp()).forward(context);
        return Optional.empty();
    }

    /** Settles the subject of an order that was held. */
    interface Settling {
        void settle(String subjectId, Instant heldSince, boolean approved);
    }

    /** @return how many erasures are held */
    long end(Instant now) {
        if (!breaker.equals(before)) {
            stores.put(breaker);
        }
        tell(now);
        before = breaker;
        return breaker.held();
    }

    private void tell(Instant now) {
        Wave wave = breaker.wave();
        if (wave == null) {
            return;
        }
        boolean isNew = !wave.equals(before.wave());
        if (isNew) {
            LOG.warn(
                    "erasures of partition {} are held since {}: the policy's limit by {} allows {} within its window; an"
                            + " operator has to approve or drop them",
                    toWire.partition(),
                    wave.since(),
                    wave.limit().name().toLowerCase(Locale.ROOT),
                    wave.allowed());
        }
        boolean mayBeToldAgain = toldAt == null || !now.isBefore(toldAt.plus(BETWEEN_TELLINGS));
        if (isNew || mayBeToldAgain && breaker.held() != toldHeld) {
            toWire.held(wave, breaker, now, timestamp()).forward(context);
            toldAt = now;
            toldHeld = breaker.held();
        }
    }

    private long timestamp() {
        return context.currentSystemTimeMs();
    }
}
