package io.lethe.retention.subject;

import io.lethe.consent.Consent;
import io.lethe.consent.ConsentHistory;
import io.lethe.consent.ConsentKey;
import io.lethe.consent.ConsentStatus;
import io.lethe.policy.Policy;
import io.lethe.policy.PolicyCalendar;
import io.lethe.policy.Purpose;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells what a policy would lead to for a subject as it is stored, if it came into force now. It decides nothing. */
public final class Foresight {

    private final Policy policy;
    private final PolicyCalendar calendar;
    private final SubjectRules rules;

    public Foresight(Policy policy) {
        this.policy = policy;
        this.calendar = new PolicyCalendar(policy.zone());
        this.rules = new SubjectRules(policy);
    }

    public Prospect of(Subject subject, Instant now) {
        Subject settled = rules.settle(subject, now, false).subject();
        return new Prospect(lapse(subject, settled, now), erasure(settled, now), consents(subject, now));
    }

    private @Nullable Instant lapse(Subject subject, Subject settled, Instant now) {
        Subject.Lapse lapse = settled.lapse();
        if (lapse == null) {
            return next(settled, Due.What.RETENTION_LAPSE);
        }
        return subject.lapse() == null ? now : lapse.at();
    }

    private @Nullable Instant erasure(Subject settled, Instant now) {
        Subject.Lapse lapse = settled.lapse();
        if (settled.parked()) {
            return null;
        }
        // One that an operator holds is due all the same.
        return lapse == null ? next(settled, Due.What.ERASURE) : notBefore(now, lapse.eraseAfter());
    }

    private @Nullable Instant next(Subject settled, Due.What what) {
        return rules.due(settled).stream()
                .filter(due -> due.what() == what)
                .map(Due::at)
                .findFirst()
                .orElse(null);
    }

    private Map<String, Prospect.End> consents(Subject subject, Instant now) {
        Map<String, Prospect.End> ends = new HashMap<>();
        for (Map.Entry<ConsentKey, ConsentStatus> told : subject.published().entrySet()) {
            ConsentKey key = told.getKey();
            if (told.getValue().permits()) {
                policy.purpose(key.purpose())
                        .flatMap(purpose -> end(subject, purpose, key.recipient(), now))
                        .ifPresent(end -> ends.merge(key.purpose(), end, Foresight::first));
            }
        }
        return ends;
    }

    private Optional<Prospect.End> end(Subject subject, Purpose purpose, @Nullable String recipient, Instant now) {
        Consent consent = rules.present(subject, purpose, recipient, now);
        return switch (consent.status()) {
            case EXPIRED -> Optional.of(new Prospect.End(now, false));
            case INVALIDATED -> Optional.of(new Prospect.End(now, true));
            case GIVEN, RENEWED -> {
                ConsentHistory history = new ConsentHistory(purpose, calendar, subject.statements());
                Stream<Prospect.End> byChange = history.changes().stream()
                        .filter(change -> change.isAfter(now))
                        .filter(change -> history.at(recipient, change).status() == ConsentStatus.INVALIDATED)
                        .map(change -> new Prospect.End(change, true));
                Stream<Prospect.End> byWindow = Stream.ofNullable(consent.validUntil())
                        .filter(Objects::nonNull)
                        .map(end -> new Prospect.End(notBefore(now, end), false));
                yield Stream.concat(byChange, byWindow).reduce(Foresight::first);
            }
            case UNKNOWN, REFUSED, WITHDRAWN, OBJECTED -> Optional.empty();
        };
    }

    private static Prospect.End first(Prospect.End one, Prospect.End other) {
        return Stream.of(one, other)
                .min(Comparator.comparing(Prospect.End::at).thenComparing(Prospect.End::byChange))
                .orElseThrow();
    }

    private static Instant notBefore(Instant now, Instant at) {
        return at.isBefore(now) ? now : at;
    }
}
