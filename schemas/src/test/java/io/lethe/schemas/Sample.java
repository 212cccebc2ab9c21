package io.lethe.schemas;

import static java.util.stream.Collectors.joining;

import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/** One sample of each event. The wire fixtures are made of them. */
public enum Sample {
    CONSENT_STATEMENT(Topics.CONSENT_STATEMENTS, Samples.consentStatement()),
    INTERACTION(Topics.INTERACTIONS, Samples.interaction()),
    RIGHTS_REQUEST(Topics.RIGHTS_REQUESTS, Samples.rightsRequest()),
    RIGHTS_DECISION(Topics.RIGHTS_DECISIONS, Samples.rightsDecision()),
    RIGHTS_ANSWER(Topics.RIGHTS_ANSWERS, Samples.rightsAnswer()),
    SUBJECT_LINK(Topics.SUBJECT_LINKS, Samples.subjectLink()),
    HOLD(Topics.HOLDS, Samples.hold()),
    CORRECTION(Topics.CORRECTIONS, Samples.correction()),
    WAVE_DECISION(Topics.WAVE_DECISIONS, Samples.waveDecision()),
    ERASURE_DECISION(Topics.ERASURE_DECISIONS, Samples.erasureDecision()),
    IDENTITY(Topics.IDENTITIES, Samples.identity()),
    SUBJECT_SIGNAL(Topics.SUBJECT_SIGNALS, Samples.subjectSignal()),
    CONSENT_STATE(Topics.CONSENT_STATE, Samples.consentState()),
    CONSENT_CHANGE(Topics.CONSENT_CHANGES, Samples.consentChange()),
    RETENTION_CHANGE(Topics.RETENTION_CHANGES, Samples.retentionChange()),
    RIGHTS_STATUS(Topics.RIGHTS_STATUS, Samples.rightsStatus()),
    RIGHTS_DUE(Topics.RIGHTS_DUE, Samples.rightsDue()),
    OPEN_DSR_STATUS(Topics.OPENDSR_STATUS, Samples.openDsrStatus()),
    ERASURE_ORDER(Topics.ERASURE_ORDERS, Samples.erasureOrder()),
    ERASURE_WAVE(Topics.ERASURE_WAVES, Samples.erasureWave()),
    DELETION_COMMAND(Topics.deletionCommands("hubspot"), Samples.deletionCommand()),
    DELETION_ACK(Topics.DELETION_ACKS, Samples.deletionAck()),
    ERASURE_STATUS(Topics.ERASURE_STATUS, Samples.erasureStatus()),
    ERASURE_CERTIFICATE(Topics.ERASURE_CERTIFICATES, Samples.erasureCertificate()),
    AUDIT_EVENT(Topics.AUDIT_EVENTS, Samples.auditEvent()),
    DEAD_LETTER(Topics.deadLetters(Party.RETENTION_STREAM), Samples.deadLetter());

    public final Topic<?> topic;
    public final SpecificRecord event;

    <V extends SpecificRecord> Sample(Topic<V> topic, V event) {
        this.topic = topic;
        this.event = event;
    }

    /** The name of its fixtures. */
    public String file() {
        return Stream.of(name().split("_", -1))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .collect(joining("-"));
    }

    @Override
    public String toString() {
        return file();
    }
}
