package io.lethe.retention.subject;

import io.lethe.policy.Policy;
import io.lethe.policy.PolicyCalendar;
import io.lethe.policy.Right;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts the time for an answer: from receipt, in the policy's calendar, and not while identity is being proven (G1, art. 12(3) and (6)). */
final class AnswerTimes {

    /** Art. 12(3) allows two further months, whatever a policy says. */
    private static final Period LONGEST_EXTENSION = Period.ofMonths(2);

    private final Policy policy;
    private final PolicyCalendar calendar;

    AnswerTimes(Policy policy) {
        this.policy = policy;
        this.calendar = new PolicyCalendar(policy.zone());
    }

    /**
     * The clock of a request after a copy of it came. The earliest copy is its receipt, the earliest that is proven its proof. One that
     * says nothing earlier leaves the clock as it was told.
     */
    RightsClock heard(Right right, @Nullable RightsClock known, Instant at, boolean proven) {
        Instant receivedAt = known == null || at.isBefore(known.receivedAt()) ? at : known.receivedAt();
        Instant provenAt = known == null ? null : known.provenAt();
        if (proven && (provenAt == null || at.isBefore(provenAt))) {
            provenAt = at;
        }
        if (known != null && receivedAt.equals(known.receivedAt()) && Objects.equals(provenAt, known.provenAt())) {
            return known;
        }
        return counted(
                right,
                receivedAt,
                known == null ? null : known.askedAt(),
                provenAt,
                known == null ? null : known.extendedAt(),
                known == null ? expiresAt(receivedAt) : expiresAt(known, receivedAt));
    }

    /** The clock of a request when its first copy comes, on which something was decided before. */
    RightsClock come(Right right, RightsClock ahead, Instant at, boolean proven) {
        return counted(right, at, ahead.askedAt(), proven ? at : null, ahead.extendedAt(), expiresAt(at));
    }

    /** The clock of a request after the person was asked for a proof; the first time counts. */
    RightsClock asked(Right right, RightsClock known, Instant asked) {
        return known.askedAt() != null && !asked.isBefore(known.askedAt())
                ? known
                : counted(right, known.receivedAt(), asked, known.provenAt(), known.extendedAt(), known.expiresAt());
    }

    /**
     * From when on the identity can be proven no more: the second after the last day of the policy's time from receipt. It is counted
     * from that alone, and not from when a proof was asked for: what takes effect must come out the same in every replay.
     */
    Instant expiresAt(Instant receivedAt) {
        return calendar.endOfDueDay(receivedAt, policy.proofWithin(), policy.lastDays())
                .plusSeconds(1);
    }

    /** As it was told, until an earlier receipt is known; what was proven in time stays so. */
    private @Nullable Instant expiresAt(RightsClock known, Instant receivedAt) {
        if (known.isProven()) {
            return null;
        }
        return known.expiresAt() == null || receivedAt.isBefore(known.receivedAt())
                ? expiresAt(receivedAt)
                : known.expiresAt();
    }

    /** The clock of a request after the person was told that the answer takes longer; the first time counts. */
    RightsClock extended(Right right, RightsClock known, Instant told) {
        Instant before = known.extendedAt();
        Instant longest = known.longestDueAt();
        return known.extended(
                before == null || told.isBefore(before) ? told : before,
                longest == null
                        ? longest(
                                right, known.receivedAt(), stood(known.receivedAt(), known.askedAt(), known.provenAt()))
                        : longest);
    }

    /**
     * What is still to be told of a request. Of its last moment (G2), that it comes near, the policy's time before, and that it has passed, in
     * the second after it; each once for each last moment. Of one whose identity is being proven, that it expires, and of its last moment only
     * where the person was asked after that: until then the time ran. Nothing once it has come to its end.
     */
    List<Due> due(RightsCase one) {
        if (one.state() != RightsCase.State.IDENTITY_TO_BE_PROVEN) {
            return one.isRunning() ? lastMoment(one) : List.of();
        }
        Instant askedAt = one.clock().askedAt();
        Instant expiresAt = one.clock().expiresAt();
        List<Due> due = new ArrayList<>(askedAt != null && askedAt.isAfter(one.dueAt()) ? lastMoment(one) : List.of());
        due.add(new Due(
                Due.What.RIGHT_EXPIRY, expiresAt == null ? expiresAt(one.clock().receivedAt()) : expiresAt));
        return due;
    }

    /**
     * Whether the last moment of a request has passed at a time, or comes near (G2); empty where neither is so, while its time stands still, and once it
     * has come to its end.
     */
    Optional<Due.What> late(RightsCase one, Instant now) {
        Instant askedAt = one.clock().askedAt();
        boolean ran = one.isRunning()
                || one.state() == RightsCase.State.IDENTITY_TO_BE_PROVEN
                        && askedAt != null
                        && askedAt.isAfter(one.dueAt());
        if (!ran || now.isBefore(atRiskAt(one))) {
            return Optional.empty();
        }
        return Optional.of(now.isBefore(overdueAt(one)) ? Due.What.RIGHT_AT_RISK : Due.What.RIGHT_OVERDUE);
    }

    private Instant atRiskAt(RightsCase one) {
        return calendar.plus(one.dueAt(), policy.warnBefore().negated());
    }

    private static Instant overdueAt(RightsCase one) {
        return one.dueAt().plusSeconds(1);
    }

    private List<Due> lastMoment(RightsCase one) {
        if (one.dueAt().equals(one.told().overdue())) {
            return List.of();
        }
        Due overdue = new Due(Due.What.RIGHT_OVERDUE, overdueAt(one));
        return one.dueAt().equals(one.told().atRisk())
                ? List.of(overdue)
                : List.of(new Due(Due.What.RIGHT_AT_RISK, atRiskAt(one)), overdue);
    }

    private RightsClock counted(
            Right right,
            Instant receivedAt,
            @Nullable Instant askedAt,
            @Nullable Instant provenAt,
            @Nullable Instant extendedAt,
            @Nullable Instant expiresAt) {
        long stood = stood(receivedAt, askedAt, provenAt);
        return new RightsClock(
                receivedAt,
                askedAt,
                provenAt,
                extendedAt,
                calendar.endOfDueDay(receivedAt, right.answerWithin(), stood, policy.lastDays()),
                longest(right, receivedAt, stood),
                provenAt != null && expiresAt != null && provenAt.isBefore(expiresAt) ? null : expiresAt);
    }

    private Instant longest(Right right, Instant receivedAt, long stood) {
        Instant wanted = calendar.endOfDueDay(
                receivedAt, right.answerWithin().plus(right.extension()), stood, policy.lastDays());
        Instant allowed = calendar.endOfDueDay(
                receivedAt, right.answerWithin().plus(LONGEST_EXTENSION), stood, policy.lastDays());
        return wanted.isBefore(allowed) ? wanted : allowed;
    }

    /** For how many whole days the proof was waited for: since the person was asked, or since receipt where nobody said when that was. */
    private long stood(Instant receivedAt, @Nullable Instant askedAt, @Nullable Instant provenAt) {
        if (provenAt == null) {
            return 0;
        }
        Instant from =
                askedAt != null && askedAt.isAfter(receivedAt) && !askedAt.isAfter(provenAt) ? askedAt : receivedAt;
        return calendar.wholeDays(from, provenAt);
    }
}
