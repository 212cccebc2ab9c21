package io.lethe.retention.store;

import io.lethe.retention.stored.StoredBreaker;
import io.lethe.retention.stored.StoredCount;
import io.lethe.retention.stored.StoredDecision;
import io.lethe.retention.stored.StoredRuling;
import io.lethe.retention.stored.StoredWave;
import io.lethe.retention.wave.Breaker;
import io.lethe.retention.wave.Decision;
import io.lethe.retention.wave.Limit;
import io.lethe.retention.wave.Ruling;
import io.lethe.retention.wave.Wave;
import io.lethe.streams.stores.StoredForm;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serde;

/** How a partition's breaker stands in the store; versions as in {@link SubjectForm}. */
final class BreakerForm {

    private static final StoredForm<StoredBreaker> FORM =
            new StoredForm<>(StoredBreaker.class, StoredForm.older("breaker", 2));

    private BreakerForm() {}

    static Serde<Breaker> serde() {
        return FORM.serde(BreakerForm::toStored, BreakerForm::fromStored);
    }

    private static StoredBreaker toStored(Breaker breaker) {
        Wave wave = breaker.wave();
        Ruling ruling = breaker.ruling();
        Decision last = breaker.lastDecision();
        return new StoredBreaker(
                SubjectParts.each(
                        breaker.ordered().entrySet(), slice -> new StoredCount(slice.getKey(), slice.getValue())),
                breaker.held(),
                wave == null ? null : toStored(wave),
                ruling == null
                        ? null
                        : new StoredRuling(
                                toStored(ruling.decision()), ruling.upTo(), toStored(ruling.wave()), ruling.settled()),
                last == null ? null : toStored(last),
                SubjectParts.each(breaker.earlier(), BreakerForm::toStored));
    }

    private static Breaker fromStored(StoredBreaker stored) {
        SortedMap<Instant, Long> ordered = new TreeMap<>();
        stored.getOrdered().forEach(slice -> ordered.put(slice.getFrom(), slice.getCount()));
        StoredWave wave = stored.getWave();
        StoredRuling ruling = stored.getRuling();
        StoredDecision last = stored.getLastDecision();
        return new Breaker(
                ordered,
                stored.getHeld(),
                wave == null ? null : fromStored(wave),
                ruling == null
                        ? null
                        : new Ruling(
                                fromStored(ruling.getDecision()),
                                ruling.getUpTo(),
                                fromStored(ruling.getWave()),
                                ruling.getSettled()),
                last == null ? null : fromStored(last),
                SubjectParts.each(stored.getEarlier(), BreakerForm::fromStored));
    }

    private static StoredWave toStored(Wave wave) {
        return new StoredWave(wave.since(), wave.limit().name(), wave.allowed());
    }

    private static Wave fromStored(StoredWave stored) {
        return new Wave(stored.getSince(), Limit.valueOf(stored.getLimit()), stored.getAllowed());
    }

    private static StoredDecision toStored(Decision decision) {
        return new StoredDecision(decision.id(), decision.verdict().name(), decision.at(), decision.by());
    }

    private static Decision fromStored(StoredDecision stored) {
        return new Decision(
                stored.getId(), Decision.Verdict.valueOf(stored.getVerdict()), stored.getAt(), stored.getBy());
    }
}
