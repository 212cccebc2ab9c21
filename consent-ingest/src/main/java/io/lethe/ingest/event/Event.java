package io.lethe.ingest.event;

import io.lethe.identity.Identifier;
import io.lethe.ingest.code.OneTimeCode;
import io.lethe.ingest.event.Vocabulary.PurposeTerms;
import io.lethe.policy.IdentifierKind;
import io.lethe.schemas.AnswerOutcome;
import io.lethe.schemas.ConsentMethod;
import io.lethe.schemas.Decision;
import io.lethe.schemas.DeletionOutcome;
import io.lethe.schemas.ErasureVerdict;
import io.lethe.schemas.HoldAction;
import io.lethe.schemas.IdentityProof;
import io.lethe.schemas.LinkAction;
import io.lethe.schemas.RefusalReason;
import io.lethe.schemas.RequestChannel;
import io.lethe.schemas.RightKind;
import io.lethe.schemas.RightsAct;
import io.lethe.schemas.WaveVerdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a caller told us, checked against the policy, with the identifiers still in clear. */
public sealed interface Event {

    Envelope envelope();

    /** Whom the event names, in clear. */
    default Stream<Identifier> named() {
        return Stream.empty();
    }

    /**
     * What all events have in common.
     *
     * @param eventId a UUID in lower case
     * @param occurredAt in whole milliseconds
     */
    record Envelope(String eventId, String source, Instant occurredAt) {}

    /**
     * Whom an event is about.
     *
     * @param identifiers in the order e-mail, customer id, visitor id; the event belongs to the first
     */
    record Subject(List<Identifier> identifiers) {

        public Optional<Identifier> visitor() {
            return identifiers.stream()
                    .filter(one -> one.kind() == IdentifierKind.VISITOR_ID)
                    .findFirst();
        }
    }

    /**
     * One decision about one purpose.
     *
     * @param recipient null: all that serve the purpose
     * @param ofDevice whether the purpose concerns a device; the choice then belongs to the visitor
     */
    record Choice(String purpose, @Nullable String recipient, Decision decision, boolean ofDevice) {}

    /** What shows that a choice was made, and on what notice. */
    record Proof(
            String policyVersion,
            String noticeId,
            String language,
            ConsentMethod method,
            @Nullable String page) {}

    /** What a subject decided in one act. */
    record Statement(Envelope envelope, Subject subject, List<Choice> choices, Proof proof) implements Event {
        @Override
        public Stream<Identifier> named() {
            return subject.identifiers().stream();
        }
    }

    /** Something a subject did that counts for retention. */
    record Interacted(Envelope envelope, Subject subject, String kind, List<String> dataCategories) implements Event {
        @Override
        public Stream<Identifier> named() {
            return subject.identifiers().stream();
        }
    }

    /**
     * The purposes that a rights request names; none named stands for all that it can concern.
     *
     * @param ofPerson in the order they were named
     * @param ofDevice those that concern the visitor's device
     */
    record Purposes(List<String> ofPerson, List<String> ofDevice) {

        static Purposes of(List<PurposeTerms> named) {
            return new Purposes(
                    named.stream()
                            .filter(one -> !one.ofDevice())
                            .map(PurposeTerms::id)
                            .toList(),
                    named.stream()
                            .filter(PurposeTerms::ofDevice)
                            .map(PurposeTerms::id)
                            .toList());
        }

        /** What the right does to the purposes of a person or a device; empty for rights that do nothing to them. */
        public static Optional<Decision> verb(RightKind right) {
            return switch (right) {
                case CONSENT_WITHDRAWAL -> Optional.of(Decision.WITHDRAWN);
                case OBJECTION -> Optional.of(Decision.OBJECTED);
                default -> Optional.empty();
            };
        }

        public List<String> all() {
            return Stream.concat(ofPerson.stream(), ofDevice.stream()).toList();
        }

        public boolean none() {
            return ofPerson.isEmpty() && ofDevice.isEmpty();
        }
    }

    /**
     * The controller that has sent a request, where we are its processor.
     *
     * @param callbackUrls where it wants to be told of every change
     */
    record Controller(String id, List<String> callbackUrls) {

        public Controller {
            callbackUrls = List.copyOf(callbackUrls);
        }
    }

    /**
     * A subject exercises a right.
     *
     * @param controller null where the request came to us as the controller
     */
    record RightExercised(
            Envelope envelope,
            Subject subject,
            RightKind right,
            IdentityProof identity,
            RequestChannel channel,
            Purposes purposes,
            @Nullable Controller controller)
            implements Event {
        @Override
        public Stream<Identifier> named() {
            return subject.identifiers().stream();
        }
    }

    /**
     * An operator decides on a rights request, or the person who made it takes it back (G1, G3).
     *
     * @param subject null where the operator named the subject by its id
     * @param subjectId empty where the operator named the subject by its identifiers
     * @param reason null where the request is not refused
     * @param text more of the reason, in the operator's words
     * @param decidedBy the operator, by account or role
     * @param reference where an answer went; null where nobody said, or none was given
     */
    record RightDecided(
            Envelope envelope,
            @Nullable Subject subject,
            String subjectId,
            String requestId,
            RightKind right,
            RightsAct act,
            @Nullable RefusalReason reason,
            @Nullable String text,
            String decidedBy,
            @Nullable String reference)
            implements Event {
        @Override
        public Stream<Identifier> named() {
            return subject == null ? Stream.empty() : subject.identifiers().stream();
        }
    }

    /**
     * A recipient system says what has come of a rights request there, or an operator for it (G6).
     *
     * @param subject null where the subject was named by its id
     * @param subjectId empty where the subject was named by its identifiers
     * @param records how many records of the person were found, or put right; null where nobody said
     * @param reference where that lies; null where nobody said
     * @param answeredBy the operator, by account or role; null where the system itself says it
     */
    record RightAnswered(
            Envelope envelope,
            @Nullable Subject subject,
            String subjectId,
            String requestId,
            RightKind right,
            String system,
            AnswerOutcome outcome,
            @Nullable Integer records,
            @Nullable String reference,
            @Nullable String answeredBy)
            implements Event {
        @Override
        public Stream<Identifier> named() {
            return subject == null ? Stream.empty() : subject.identifiers().stream();
        }
    }

    /**
     * A person's e-mail address or customer id was wrong, or has changed, and is put right (art. 16 GDPR; G7).
     *
     * @param subject by what the person was known so far, one identifier; null where that is said by the subject's id
     * @param subjectId empty where the subject was named
     * @param corrected the right identifier, one
     * @param requestId the request for rectification that it follows; null where there is none
     * @param reason why, in words that name nobody; null where nobody says
     * @param decidedBy the operator, by account or role; null where a system put it right
     */
    record Corrected(
            Envelope envelope,
            @Nullable Subject subject,
            String subjectId,
            Subject corrected,
            @Nullable String requestId,
            @Nullable String reason,
            @Nullable String decidedBy)
            implements Event {
        @Override
        public Stream<Identifier> named() {
            return Stream.concat(
                    subject == null ? Stream.empty() : subject.identifiers().stream(),
                    corrected.identifiers().stream());
        }
    }

    /**
     * A code is to be sent that proves who made a request (G3).
     *
     * @param subject whose first identifier is the address that it goes to
     * @param validUntil the last moment at which it proves something
     */
    record CodeMade(
            Envelope envelope, Subject subject, String requestId, RightKind right, OneTimeCode code, Instant validUntil)
            implements Event {
        @Override
        public Stream<Identifier> named() {
            return subject.identifiers().stream();
        }
    }

    /**
     * Somebody shows a code.
     *
     * @param purposes those of the request
     */
    record CodeShown(
            Envelope envelope, Subject subject, String requestId, RightKind right, Purposes purposes, OneTimeCode code)
            implements Event {
        @Override
        public Stream<Identifier> named() {
            return subject.identifiers().stream();
        }
    }

    /** Two subjects belong together, or no longer do. */
    record Linked(
            Envelope envelope,
            Subject subject,
            Subject with,
            LinkAction action,
            @Nullable String reason) implements Event {
        @Override
        public Stream<Identifier> named() {
            return Stream.concat(subject.identifiers().stream(), with.identifiers().stream());
        }
    }

    /**
     * A legal hold begins or ends.
     *
     * @param subject null where the operator named the subject by its id
     * @param subjectId empty where the operator named the subject by its identifiers
     */
    record Held(
            Envelope envelope,
            @Nullable Subject subject,
            String subjectId,
            String holdId,
            HoldAction action,
            String reason,
            @Nullable String decidedBy)
            implements Event {
        @Override
        public Stream<Identifier> named() {
            return subject == null ? Stream.empty() : subject.identifiers().stream();
        }
    }

    /** An operator decides on all erasures that are held, being too many at once (R6); it concerns no subject in particular. */
    record WaveDecided(
            Envelope envelope,
            WaveVerdict decision,
            String reason,
            @Nullable String decidedBy) implements Event {}

    /**
     * An operator decides on what is owed for an erasure order (E3).
     *
     * @param subjectId taken out of the order's id
     * @param system null: every one that still owes an answer
     * @param decidedBy the operator, by account or role; null where nobody says
     */
    record ErasureDecided(
            Envelope envelope,
            String subjectId,
            String orderId,
            @Nullable String system,
            ErasureVerdict decision,
            String reason,
            @Nullable String decidedBy)
            implements Event {}

    /**
     * A recipient system answers a deletion command.
     *
     * @param subjectId taken out of the command's id
     */
    record Acknowledged(
            Envelope envelope,
            String subjectId,
            String commandId,
            DeletionOutcome outcome,
            @Nullable String reason) implements Event {}
}
