package io.lethe.retention.subject;

import io.lethe.policy.Policy;
import io.lethe.policy.PolicyCalendar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rules R1, R2 and R4, and the order of erasure (E1, E6, E8). */
final class RetentionRules {

    private static final String ERASURE = "erasure";

    /** Which of several reasons to erase a subject gives the order its id, whichever came first. */
    private static final Comparator<Subject.Pending> FIRST =
            Comparator.comparing(Subject.Pending::at).thenComparing(Subject.Pending::trigger);

    private final Policy policy;
    private final PolicyCalendar calendar;
    private final LinkRules links;

    RetentionRules(Policy policy, LinkRules links) {
        this.policy = policy;
        this.calendar = new PolicyCalendar(policy.zone());
        this.links = links;
    }

    /**
     * When a contact's data are no longer to be kept (R1): the policy's period after the last interaction that counts, or
     * after the contact was first seen where there never was one. A visitor has no such date.
     */
    Optional<Instant> expiresAt(Kind kind, @Nullable Instant lastInteractionAt, @Nullable Instant firstSeenAt) {
        if (kind != Kind.CONTACT) {
            return Optional.empty();
        }
        return Optional.ofNullable(lastInteractionAt == null ? firstSeenAt : lastInteractionAt)
                .map(from -> calendar.plus(from, policy.retention().period()));
    }

    /** Takes in an interaction, the subject's own or a carried one; only the newest counts. */
    void interacted(Draft draft, Instant at, String eventId, String from) {
        if (draft.lastInteractionAt == null || at.isAfter(draft.lastInteractionAt)) {
            draft.lastInteractionAt = at;
            links.passOnInteraction(draft, at, eventId, from);
        }
    }

    /** Notes that an erasure is wanted; {@link #settle} orders it as soon as nothing parks it. */
    void want(Draft draft, Subject.Pending wanted) {
        if (draft.pending == null || FIRST.compare(wanted, draft.pending) < 0) {
            draft.pending = wanted;
        }
    }

    /** Lapses, revives and orders what the time calls for. */
    void settle(Draft draft, Instant now) {
        Subject.Pending wanted = draft.pending;
        if (wanted != null && !draft.isParked()) {
            order(draft, wanted);
        }
        Instant expiresAt = expiresAt(draft.kind, draft.lastInteractionAt, draft.firstSeenAt)
                .orElse(null);
        if (expiresAt == null) {
            return;
        }
        if (draft.lapse != null && expiresAt.isAfter(draft.lapse.at())) {
            draft.lapse = null;
            draft.decide(new Decision.RetentionRevived(
                    draft.lastInteractionAt == null ? expiresAt : draft.lastInteractionAt));
            draft.decide(new Decision.StateChanged());
        }
        if (draft.lapse == null && !expiresAt.isAfter(now)) {
            draft.lapse = new Subject.Lapse(
                    expiresAt, calendar.plus(expiresAt, policy.retention().grace()));
            draft.decide(new Decision.RetentionLapsed(draft.lapse.at(), draft.lapse.eraseAfter()));
            draft.decide(new Decision.StateChanged());
        }
        Subject.Lapse lapse = draft.lapse;
        if (lapse != null && !lapse.eraseAfter().isAfter(now) && !draft.isParked()) {
            order(
                    draft,
                    new Subject.Pending(
                            Erasure.Cause.RETENTION_LAPSED,
                            lapse.eraseAfter(),
                            lapse.at().toString(),
                            null,
                            null));
        }
    }

    /** What is still to come for a subject as things stand. */
    List<Due> due(Subject subject) {
        List<Due> due = new ArrayList<>();
        boolean parked = subject.holds().values().stream().anyMatch(Hold::placed);
        Subject.Lapse lapse = subject.lapse();
        if (lapse != null) {
            if (!parked) {
                due.add(new Due(Due.What.ERASURE, lapse.eraseAfter()));
            }
            return due;
        }
        expiresAt(subject.kind(), subject.lastInteractionAt(), subject.firstSeenAt())
                .ifPresent(expiresAt -> {
                    due.add(new Due(Due.What.RETENTION_LAPSE, expiresAt));
                    if (!parked) {
                        due.add(new Due(
                                Due.What.ERASURE,
                                calendar.plus(expiresAt, policy.retention().grace())));
                    }
                });
        return due;
    }

    private void order(Draft draft, Subject.Pending wanted) {
        Instant cut = draft.holds.values().stream()
                .map(Hold::at)
                .reduce(wanted.at(), (one, other) -> one.isAfter(other) ? one : other);
        Erasure ordered = Erasure.ordered(
                draft.id, wanted.cause(), cut, wanted.trigger(), wanted.requestId(), wanted.rootOrderId());
        draft.decide(new Decision.ErasureOrdered(ordered, draft.dataCategories));
        links.passOnErasure(draft, ordered);
        draft.erasure = ordered;
        draft.forgetUpTo(cut);
        draft.decide(new Decision.StateRemoved());
        // All proven requests for erasure, also those that were parked beside the one that named the order.
        for (RightsCase one : List.copyOf(draft.rights.values())) {
            if (one.right().equals(ERASURE)
                    && one.state() == RightsCase.State.OPEN
                    && !one.changedAt().isAfter(cut)) {
                advance(draft, one.advancedTo(RightsCase.State.IN_PROGRESS, cut));
            }
        }
    }

    static void advance(Draft draft, RightsCase rightsCase) {
        draft.rights.put(rightsCase.requestId(), rightsCase);
        draft.decide(new Decision.RightAdvanced(rightsCase));
    }
}
