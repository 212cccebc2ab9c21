package io.lethe.retention.subject;

import io.lethe.consent.ConsentStatus;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What follows from an event or from the passing of time. The processor turns decisions into records, and nothing else. */
public sealed interface SubjectDecision {

    /** A consent status changed: by a statement, or, without one, because its window ended (C5). */
    record ConsentChanged(
            String purpose,
            @Nullable String recipient,
            ConsentStatus from,
            ConsentStatus to,
            Instant effectiveAt,
            @Nullable Instant validUntil,
            @Nullable String eventId)
            implements SubjectDecision {}

    /** The current state that other services follow has changed. */
    record StateChanged() implements SubjectDecision {}

    /** The subject is erased: nothing of its current state may stay where others follow it. */
    record StateRemoved() implements SubjectDecision {}

    /** The retention period ended (R2). */
    record RetentionLapsed(Instant at, Instant eraseAfter) implements SubjectDecision {}

    /** An interaction inside the grace window revived the subject (R2). */
    record RetentionRevived(Instant at) implements SubjectDecision {}

    /** The subject is one of too many that are to be erased at once, and waits for an operator (R6). */
    record ErasureHeld(Instant at) implements SubjectDecision {}

    /** An operator dropped the order that was held: the subject has a whole grace window more (R6). */
    record ErasurePutOff(Instant at, Instant eraseAfter) implements SubjectDecision {}

    /** The subject is to be erased everywhere (E1). {@code at} is the cut: what happened up to it is erased. */
    record ErasureOrdered(Erasure erasure, Set<String> dataCategories) implements SubjectDecision {
        public ErasureOrdered {
            dataCategories = Set.copyOf(dataCategories);
        }
    }

    /** A rights request reached a state. */
    record RightAdvanced(RightsCase rightsCase) implements SubjectDecision {}

    /** A request has come from another subject, whose address was put right, and stands as it stood there (G7). */
    record RightMoved(RightsCase rightsCase) implements SubjectDecision {}

    /** What the subject was, or something of it, goes to another (G7). */
    record PartMoved(Move move, Subject part) implements SubjectDecision {}

    /** A one-time code is known that proves who asks. */
    record CodeSent() implements SubjectDecision {}

    /** A one-time code was shown. */
    record CodeJudged(RightsCase rightsCase, ProofCode.Outcome outcome, Instant at) implements SubjectDecision {}

    /** The last moment to answer a request comes near, or has passed (G2). */
    record RightFellDue(RightsCase rightsCase, Due due) implements SubjectDecision {}

    /** A linked subject has to be told. */
    record SignalSent(SubjectEvent.Signal signal) implements SubjectDecision {}

    /** An event id came with another content: both count (C2). {@code what} is the kind of event. */
    record EventConflicted(String what) implements SubjectDecision {}

    /** Of an event only what protects the subject was taken (R7); the rest goes to the dead letters for this reason. */
    record PartRefused(String reason) implements SubjectDecision {}

    /** The event concerns a life that was erased; it is counted and has no effect (E6). */
    record EventDropped(String reason) implements SubjectDecision {}
}
