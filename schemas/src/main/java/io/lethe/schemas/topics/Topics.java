package io.lethe.schemas.topics;

import static io.lethe.schemas.topics.Party.CONSENT_INGEST;
import static io.lethe.schemas.topics.Party.CONSOLE;
import static io.lethe.schemas.topics.Party.ERASURE_WORKER;
import static io.lethe.schemas.topics.Party.OPERATORS;
import static io.lethe.schemas.topics.Party.RECIPIENT_CONNECTORS;
import static io.lethe.schemas.topics.Party.RECIPIENT_SYSTEMS;
import static io.lethe.schemas.topics.Party.RETENTION_STREAM;
import static io.lethe.schemas.topics.Party.YOUR_SERVICES;
import static io.lethe.schemas.topics.PersonalData.CLEAR_IDENTIFIERS;
import static io.lethe.schemas.topics.PersonalData.NONE;
import static io.lethe.schemas.topics.PersonalData.PSEUDONYMOUS;
import static io.lethe.schemas.topics.PersonalData.SEALED_IDENTIFIERS;
import static io.lethe.schemas.topics.Topic.Key.ACT_ID;
import static io.lethe.schemas.topics.Topic.Key.DECISION_ID;
import static io.lethe.schemas.topics.Topic.Key.POSITION;
import static io.lethe.schemas.topics.Topic.Key.REQUEST_ID;
import static io.lethe.schemas.topics.Topic.Key.SUBJECT_ID;
import static io.lethe.schemas.topics.Topic.Key.WAVE_ID;

import io.lethe.schemas.AuditEvent;
import io.lethe.schemas.ConsentChange;
import io.lethe.schemas.ConsentState;
import io.lethe.schemas.ConsentStatement;
import io.lethe.schemas.Correction;
import io.lethe.schemas.DeadLetter;
import io.lethe.schemas.DeletionAck;
import io.lethe.schemas.DeletionCommand;
import io.lethe.schemas.ErasureCertificate;
import io.lethe.schemas.ErasureDecision;
import io.lethe.schemas.ErasureOrder;
import io.lethe.schemas.ErasureStatus;
import io.lethe.schemas.ErasureWave;
import io.lethe.schemas.Hold;
import io.lethe.schemas.Identity;
import io.lethe.schemas.Interaction;
import io.lethe.schemas.OpenDsrStatus;
import io.lethe.schemas.RetentionChange;
import io.lethe.schemas.RightsAnswer;
import io.lethe.schemas.RightsDecision;
import io.lethe.schemas.RightsDue;
import io.lethe.schemas.RightsRequest;
import io.lethe.schemas.RightsStatus;
import io.lethe.schemas.SubjectLink;
import io.lethe.schemas.SubjectSignal;
import io.lethe.schemas.WaveDecision;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/** Every topic of the pipeline, in the order data flows. */
public final class Topics {

    /** How many partitions the topics keyed by subject have, unless {@code LETHE_PARTITIONS} says otherwise. */
    public static final int SUBJECT_PARTITIONS = 6;

    /** Proof of consent and of erasure outlives the person's data (art. 7(1), 17(3)(e) GDPR), pseudonymous. */
    private static final Cleanup.After PROOF = new Cleanup.After(Duration.ofDays(10 * 365));

    private static final Cleanup WINDOW = new Cleanup.InsideForgettingWindow();
    private static final Cleanup COMPACTED = new Cleanup.Compacted();
    private static final Cleanup MORE_THAN_A_YEAR = new Cleanup.After(Duration.ofDays(400));
    private static final Cleanup A_MONTH = new Cleanup.After(Duration.ofDays(30));

    public static final Topic<ConsentStatement> CONSENT_STATEMENTS = bySubject(
            "consent-statements",
            ConsentStatement.class,
            PROOF,
            List.of(CONSENT_INGEST),
            List.of(RETENTION_STREAM, YOUR_SERVICES),
            PSEUDONYMOUS,
            "what people agree to, with proof");

    public static final Topic<Interaction> INTERACTIONS = bySubject(
            "interactions",
            Interaction.class,
            PROOF,
            List.of(CONSENT_INGEST),
            List.of(RETENTION_STREAM),
            PSEUDONYMOUS,
            "what people do that counts for retention");

    public static final Topic<RightsRequest> RIGHTS_REQUESTS = bySubject(
            "rights-requests",
            RightsRequest.class,
            PROOF,
            List.of(CONSENT_INGEST),
            List.of(RETENTION_STREAM),
            PSEUDONYMOUS,
            "which rights people exercise");

    public static final Topic<RightsDecision> RIGHTS_DECISIONS = bySubject(
            "rights-decisions",
            RightsDecision.class,
            PROOF,
            List.of(CONSENT_INGEST),
            List.of(RETENTION_STREAM, OPERATORS),
            PSEUDONYMOUS,
            "what operators decide on rights requests");

    public static final Topic<RightsAnswer> RIGHTS_ANSWERS = bySubject(
            "rights-answers",
            RightsAnswer.class,
            PROOF,
            List.of(CONSENT_INGEST),
            List.of(RETENTION_STREAM, OPERATORS),
            PSEUDONYMOUS,
            "what has come of rights requests in recipient systems");

    public static final Topic<SubjectLink> SUBJECT_LINKS = bySubject(
            "subject-links",
            SubjectLink.class,
            PROOF,
            List.of(CONSENT_INGEST),
            List.of(RETENTION_STREAM),
            PSEUDONYMOUS,
            "which subjects belong together");

    public static final Topic<Hold> HOLDS = bySubject(
            "holds",
            Hold.class,
            PROOF,
            List.of(CONSENT_INGEST),
            List.of(RETENTION_STREAM),
            PSEUDONYMOUS,
            "legal holds, placed and released");

    public static final Topic<Correction> CORRECTIONS = bySubject(
            "corrections",
            Correction.class,
            PROOF,
            List.of(CONSENT_INGEST),
            List.of(RETENTION_STREAM, YOUR_SERVICES),
            PSEUDONYMOUS,
            "which subject is another's, since an address was put right");

    public static final Topic<WaveDecision> WAVE_DECISIONS = new Topic<>(
            "wave-decisions",
            WaveDecision.class,
            DECISION_ID,
            PROOF,
            List.of(CONSENT_INGEST),
            List.of(RETENTION_STREAM),
            NONE,
            "what operators decide on waves of erasures");

    public static final Topic<ErasureDecision> ERASURE_DECISIONS = bySubject(
            "erasure-decisions",
            ErasureDecision.class,
            PROOF,
            List.of(CONSENT_INGEST),
            List.of(ERASURE_WORKER),
            PSEUDONYMOUS,
            "what operators decide on answers that are owed");

    public static final Topic<Identity> IDENTITIES = bySubject(
            "identities",
            Identity.class,
            COMPACTED,
            List.of(CONSENT_INGEST, ERASURE_WORKER),
            List.of(ERASURE_WORKER),
            SEALED_IDENTIFIERS,
            "the identifier behind a subject id; deleted by the erasure worker");

    public static final Topic<SubjectSignal> SUBJECT_SIGNALS = bySubject(
            "subject-signals",
            SubjectSignal.class,
            PROOF,
            List.of(RETENTION_STREAM),
            List.of(RETENTION_STREAM),
            PSEUDONYMOUS,
            "what a subject tells a linked one");

    public static final Topic<ConsentState> CONSENT_STATE = bySubject(
            "consent-state",
            ConsentState.class,
            COMPACTED,
            List.of(RETENTION_STREAM),
            List.of(YOUR_SERVICES),
            PSEUDONYMOUS,
            "current consent of each subject; removed on erasure");

    public static final Topic<ConsentChange> CONSENT_CHANGES = bySubject(
            "consent-changes",
            ConsentChange.class,
            PROOF,
            List.of(RETENTION_STREAM),
            List.of(YOUR_SERVICES),
            PSEUDONYMOUS,
            "every change of a consent, expiry included");

    public static final Topic<RetentionChange> RETENTION_CHANGES = bySubject(
            "retention-changes",
            RetentionChange.class,
            PROOF,
            List.of(RETENTION_STREAM),
            List.of(YOUR_SERVICES),
            PSEUDONYMOUS,
            "lapses and revivals");

    public static final Topic<RightsStatus> RIGHTS_STATUS = bySubject(
            "rights-status",
            RightsStatus.class,
            PROOF,
            List.of(RETENTION_STREAM),
            List.of(OPERATORS),
            PSEUDONYMOUS,
            "where each rights request stands");

    public static final Topic<RightsDue> RIGHTS_DUE = bySubject(
            "rights-due",
            RightsDue.class,
            PROOF,
            List.of(RETENTION_STREAM),
            List.of(OPERATORS, YOUR_SERVICES),
            PSEUDONYMOUS,
            "rights requests that are about to be late, or are");

    public static final Topic<OpenDsrStatus> OPENDSR_STATUS = new Topic<>(
            "opendsr-status",
            OpenDsrStatus.class,
            REQUEST_ID,
            MORE_THAN_A_YEAR,
            List.of(RETENTION_STREAM),
            List.of(CONSENT_INGEST, RECIPIENT_CONNECTORS),
            PSEUDONYMOUS,
            "where requests stand that came by OpenDSR");

    public static final Topic<ErasureOrder> ERASURE_ORDERS = bySubject(
            "erasure-orders",
            ErasureOrder.class,
            PROOF,
            List.of(RETENTION_STREAM),
            List.of(ERASURE_WORKER, YOUR_SERVICES),
            PSEUDONYMOUS,
            "who is to be erased, and why");

    public static final Topic<ErasureWave> ERASURE_WAVES = new Topic<>(
            "erasure-waves",
            ErasureWave.class,
            WAVE_ID,
            PROOF,
            List.of(RETENTION_STREAM),
            List.of(OPERATORS),
            NONE,
            "waves of erasures that wait for an operator");

    public static final Topic<DeletionAck> DELETION_ACKS = bySubject(
            "deletion-acks",
            DeletionAck.class,
            WINDOW,
            List.of(RECIPIENT_SYSTEMS, CONSENT_INGEST),
            List.of(ERASURE_WORKER),
            PSEUDONYMOUS,
            "what recipient systems answer");

    public static final Topic<ErasureStatus> ERASURE_STATUS = bySubject(
            "erasure-status",
            ErasureStatus.class,
            PROOF,
            List.of(ERASURE_WORKER),
            List.of(RETENTION_STREAM, RECIPIENT_CONNECTORS, OPERATORS),
            PSEUDONYMOUS,
            "where each order stands, system by system");

    public static final Topic<ErasureCertificate> ERASURE_CERTIFICATES = bySubject(
            "erasure-certificates",
            ErasureCertificate.class,
            PROOF,
            List.of(ERASURE_WORKER),
            List.of(ERASURE_WORKER, OPERATORS),
            PSEUDONYMOUS,
            "proof of each finished erasure");

    public static final Topic<AuditEvent> AUDIT_EVENTS = new Topic<>(
            "audit-events",
            AuditEvent.class,
            ACT_ID,
            MORE_THAN_A_YEAR,
            List.of(CONSOLE),
            List.of(CONSOLE, OPERATORS),
            PSEUDONYMOUS,
            "who looked at whom and who did what, through the console");

    /** All topics with a fixed name; {@link #all} adds those of the recipient systems. */
    private static final List<Topic<?>> FIXED = List.of(
            CONSENT_STATEMENTS,
            INTERACTIONS,
            RIGHTS_REQUESTS,
            RIGHTS_DECISIONS,
            RIGHTS_ANSWERS,
            SUBJECT_LINKS,
            HOLDS,
            CORRECTIONS,
            WAVE_DECISIONS,
            ERASURE_DECISIONS,
            IDENTITIES,
            SUBJECT_SIGNALS,
            CONSENT_STATE,
            CONSENT_CHANGES,
            RETENTION_CHANGES,
            RIGHTS_STATUS,
            RIGHTS_DUE,
            OPENDSR_STATUS,
            ERASURE_ORDERS,
            ERASURE_WAVES,
            DELETION_ACKS,
            ERASURE_STATUS,
            ERASURE_CERTIFICATES,
            AUDIT_EVENTS,
            deadLetters(RETENTION_STREAM),
            deadLetters(ERASURE_WORKER));

    /** How long the topics remember what led to an erasure order, and the order itself. */
    public static Duration ordersAreKept() {
        return ERASURE_ORDERS.cleanup() instanceof Cleanup.After(Duration retention) ? retention : PROOF.retention();
    }

    private Topics() {}

    /** The deletion commands for one recipient system; no other system reads them. */
    public static Topic<DeletionCommand> deletionCommands(String system) {
        return bySubject(
                "deletion-commands." + system,
                DeletionCommand.class,
                WINDOW,
                List.of(ERASURE_WORKER),
                List.of(RECIPIENT_SYSTEMS),
                CLEAR_IDENTIFIERS,
                "what " + system + " is told to delete");
    }

    /** Where a service puts what it could not process: pointers, without a byte of the record. */
    public static Topic<DeadLetter> deadLetters(Party service) {
        return new Topic<>(
                "dead-letters." + service.label(),
                DeadLetter.class,
                POSITION,
                A_MONTH,
                List.of(service),
                List.of(CONSOLE, OPERATORS),
                NONE,
                "what " + service.label() + " could not process: position and reason");
    }

    /** Every topic of a pipeline that serves these recipient systems. */
    public static List<Topic<?>> all(Collection<String> systems) {
        return Stream.<Topic<?>>concat(FIXED.stream(), systems.stream().map(Topics::deletionCommands))
                .toList();
    }

    private static <V extends SpecificRecord> Topic<V> bySubject(
            String name,
            Class<V> valueType,
            Cleanup cleanup,
            List<Party> writers,
            List<Party> readers,
            PersonalData personalData,
            String says) {
        return new Topic<>(name, valueType, SUBJECT_ID, cleanup, writers, readers, personalData, says);
    }
}
