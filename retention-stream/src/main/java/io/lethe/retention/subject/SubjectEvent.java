package io.lethe.retention.subject;

import io.lethe.consent.Statement;
import io.lethe.policy.Witness;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something that happened to a subject. {@code at} is event time. */
public sealed interface SubjectEvent {

    Instant at();

    /** Choices were made. */
    record Stated(Statement statement) implements SubjectEvent {
        @Override
        public Instant at() {
            return statement.at();
        }
    }

    /** The person did something. */
    record Interacted(String eventId, Instant at, String kind, List<String> dataCategories) implements SubjectEvent {
        public Interacted {
            dataCategories = List.copyOf(dataCategories);
        }
    }

    /**
     * A right was exercised.
     *
     * @param at when the organisation received it
     * @param receivedAt when it was entered
     * @param right the policy's id of it
     * @param purposes to which it is limited; empty: all
     * @param controller who has sent it by OpenDSR; null where it came another way
     */
    record RightExercised(
            String requestId,
            Instant at,
            Instant receivedAt,
            String source,
            String right,
            boolean verified,
            List<String> purposes,
            @Nullable SendingController controller)
            implements SubjectEvent {
        public RightExercised {
            purposes = List.copyOf(purposes);
        }

        /** One that came another way than by OpenDSR. */
        public RightExercised(
                String requestId,
                Instant at,
                Instant receivedAt,
                String source,
                String right,
                boolean verified,
                List<String> purposes) {
            this(requestId, at, receivedAt, source, right, verified, purposes, null);
        }
    }

    /**
     * Somebody decided on a request (G1, G3).
     *
     * @param right the policy's id of it
     */
    record RightDecided(String requestId, String right, RightsStep step) implements SubjectEvent {
        @Override
        public Instant at() {
            return step.at();
        }
    }

    /**
     * A recipient system says what has come of a request there, or somebody for it (G6).
     *
     * @param right the policy's id of it
     */
    record RightAnswered(String requestId, String right, RightsAnswer answer) implements SubjectEvent {
        @Override
        public Instant at() {
            return answer.at();
        }
    }

    /**
     * A one-time code is on its way that proves who made a request (G3).
     *
     * @param at when the front door sent it
     */
    record CodeSent(String requestId, String right, Instant at, String digest, Instant validUntil)
            implements SubjectEvent {}

    /**
     * Somebody has shown a one-time code.
     *
     * @param at when the front door received it
     * @param purposes those of the request, as in a copy of it
     */
    record CodeShown(String requestId, String right, Instant at, String source, List<String> purposes, String digest)
            implements SubjectEvent {

        public CodeShown {
            purposes = List.copyOf(purposes);
        }

        /** The copy of the request that the right code stands for. */
        RightExercised proof(Instant provenAt) {
            return new RightExercised(requestId, provenAt, at, source, right, true, purposes);
        }
    }

    /** A link was made or undone at this end; the other end has to be told. */
    record LinkStated(String eventId, Instant at, String other, SubjectKind otherKind, boolean linked, Witness by)
            implements SubjectEvent {}

    /** An operator placed or released a hold, or lifted a restriction, whose id says that it is one, or put it back. */
    record HoldStated(
            String eventId,
            Instant at,
            String holdId,
            boolean placed,
            String reason,
            @Nullable String decidedBy) implements SubjectEvent {}

    /** A linked subject tells something. */
    record Signalled(Signal signal) implements SubjectEvent {
        @Override
        public Instant at() {
            return signal.at();
        }
    }

    /**
     * The erasure worker tells where an order stands.
     *
     * @param cut what happened up to it is erased
     * @param completed whether all recipients have answered
     */
    record ErasureProgressed(String orderId, Erasure.Cause cause, Instant cut, boolean completed, Instant at)
            implements SubjectEvent {}

    /**
     * The subject's address or number is put right (art. 16 GDPR, G7).
     *
     * @param at up to when what is known here is the other's
     * @param to the subject of the right one
     */
    record Corrected(String correctionId, Instant at, String to) implements SubjectEvent {}

    /**
     * What another subject was has come, whose address or number was put right.
     *
     * @param at up to when it was that
     * @param part what it gives
     */
    record Arrived(String correctionId, Instant at, Subject part) implements SubjectEvent {}

    /**
     * What one subject tells a linked one.
     *
     * @param toKind as far as it is known here; it may be all that the other knows of itself
     * @param eventId the event that caused it
     * @param holdId the hold or restriction, where one is placed or released
     * @param by who stated the link, where one is told
     * @param erasure the erasure, where one is told
     * @param decidedBy who placed or released the hold, where one is told and that is known
     */
    record Signal(
            String to,
            SubjectKind toKind,
            String from,
            SubjectKind fromKind,
            Type type,
            Instant at,
            String eventId,
            @Nullable String holdId,
            Witness by,
            @Nullable HeardErasure erasure,
            @Nullable String decidedBy) {

        /** What is told. */
        public enum Type {
            LINKED,
            UNLINKED,
            INTERACTED,
            HOLD_PLACED,
            HOLD_RELEASED,
            RESTRICTION_PLACED,
            RESTRICTION_LIFTED,
            ERASURE_ORDERED,
            /** One that this subject became when its address was put right is erased (G7). */
            FORMER_ERASED
        }

        /** The same for every repeat of it. */
        public String id() {
            String all = String.join(
                    " ",
                    to,
                    from,
                    type.name(),
                    at.toString(),
                    eventId,
                    String.valueOf(holdId),
                    erasure == null ? "null" : erasure.rootOrderId());
            // What names nobody has the id that it had before names were told.
            String named = decidedBy == null ? all : all + " " + decidedBy;
            return UUID.nameUUIDFromBytes(named.getBytes(StandardCharsets.UTF_8))
                    .toString();
        }
    }
}
