package io.lethe.retention.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.consent.Consent;
import io.lethe.consent.Statement;
import io.lethe.retention.export.JsonForm;
import io.lethe.retention.subject.Due;
import io.lethe.retention.subject.LegalHold;
import io.lethe.retention.subject.Link;
import io.lethe.retention.subject.ProofCode;
import io.lethe.retention.subject.RightsAnswer;
import io.lethe.retention.subject.RightsCase;
import io.lethe.retention.subject.RightsStep;
import io.lethe.retention.subject.Subject;
import io.lethe.retention.subject.SubjectKind;
import io.lethe.retention.subject.SubjectRules;
import io.lethe.retention.subject.WaitingErasure;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers about subjects, in the shapes the interfaces fix; times in the policy's zone. */
public final class SubjectJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final SubjectRules rules;
    private final ZoneId zone;

    public SubjectJson(SubjectRules rules, ZoneId zone) {
        this.rules = rules;
        this.zone = zone;
    }

    /** The state of a subject now. */
    public ObjectNode subject(Subject subject, Instant now) {
        ObjectNode json = NODES.objectNode();
        json.put("subjectId", subject.id());
        json.put("kind", subject.kind() == SubjectKind.UNKNOWN ? null : word(subject.kind()));
        json.put("status", subject.moved() ? "moved" : word(subject.status()));
        ArrayNode consents = json.putArray("consents");
        rules.consents(subject, now).forEach(consent -> consents.add(consent(consent)));
        json.set("retention", retention(subject));
        ArrayNode holds = json.putArray("holds");
        subject.holds().values().stream()
                .filter(hold -> hold.placed() && !hold.restriction())
                .forEach(hold -> holds.add(standing("holdId", hold)));
        json.put("restricted", subject.restricted());
        ArrayNode restrictions = json.putArray("restrictions");
        subject.holds().values().stream()
                .filter(hold -> hold.placed() && hold.restriction())
                .forEach(hold -> restrictions.add(standing("id", hold)));
        ArrayNode words = json.putArray("holdHistory");
        subject.holds().values().forEach(hold -> hold.steps().all().forEach(step -> words.add(said(hold, step))));
        ArrayNode links = json.putArray("links");
        subject.links().values().stream().filter(Link::linked).forEach(link -> links.add(link.other()));
        ArrayNode moves = json.putArray("movedTo");
        subject.moves()
                .forEach(move -> moves.addObject().put("subjectId", move.to()).put("until", time(move.at())));
        ArrayNode formers = json.putArray("movedFrom");
        subject.formers()
                .forEach((id, until) -> formers.addObject().put("subjectId", id).put("until", time(until)));
        ArrayNode rights = json.putArray("rights");
        subject.rights().values().forEach(one -> rights.add(right(one)));
        ArrayNode waiting = json.putArray("waitingErasures");
        for (WaitingErasure one : rules.waiting(subject)) {
            ArrayNode behind = waiting.addObject()
                    .put("requestId", one.requestId())
                    .put("until", time(one.until()))
                    .putArray("waitsFor");
            one.behind().forEach(other -> behind.add(other.requestId()));
        }
        ArrayNode next = json.putArray("next");
        rules.due(subject)
                .forEach(due -> next.addObject().put("what", word(due.what())).put("at", time(due.at())));
        return json;
    }

    /** The status of one purpose at a time, and what it rests on (C6, C7). */
    ObjectNode asOf(Subject subject, Consent consent, Instant asOf) {
        ObjectNode json = NODES.objectNode();
        json.put("subjectId", subject.id());
        json.setAll(consent(consent));
        json.put("asOf", time(asOf));
        subject.moveOf(asOf).ifPresent(move -> json.put("movedTo", move.to()));
        Statement basis = consent.basis();
        if (basis == null) {
            json.putNull("proof");
            return json;
        }
        ObjectNode proof = json.putObject("proof");
        proof.put("eventId", basis.eventId());
        proof.put("occurredAt", time(basis.at()));
        proof.put("stampedAt", time(basis.stampedAt()));
        proof.put("receivedAt", time(basis.receivedAt()));
        proof.put("source", basis.source());
        proof.put("policyVersion", basis.proof().policyVersion());
        proof.put("noticeId", basis.proof().noticeId());
        proof.put("language", basis.proof().language());
        proof.put("method", basis.proof().method());
        proof.put("page", basis.proof().page());
        if (consent.times() > 0) {
            ObjectNode said = proof.putObject("said");
            said.put("first", time(consent.since()));
            said.put("last", time(basis.at()));
            said.put("times", consent.times());
        }
        return json;
    }

    private ObjectNode consent(Consent consent) {
        ObjectNode json = NODES.objectNode();
        json.put("purpose", consent.purpose());
        json.put("recipient", consent.recipient());
        json.put("status", word(consent.status()));
        json.put("since", time(consent.since()));
        json.put("validUntil", time(consent.validUntil()));
        return json;
    }

    private ObjectNode retention(Subject subject) {
        ObjectNode json = NODES.objectNode();
        Optional<Instant> expiresAt = rules.expiresAt(subject);
        json.put("lastInteractionAt", time(subject.lastInteractionAt()));
        json.put("expiresAt", time(expiresAt.orElse(null)));
        return json;
    }

    /** A hold or restriction that stands, in a list of many. */
    ObjectNode standingHold(String subjectId, LegalHold hold) {
        ObjectNode json = NODES.objectNode();
        json.put("holdId", hold.holdId());
        json.put("subjectId", subjectId);
        json.put("restriction", hold.restriction());
        json.put("since", time(hold.at()));
        json.put("decidedBy", hold.steps().all().getLast().by());
        return json;
    }

    private ObjectNode standing(String id, LegalHold hold) {
        ObjectNode json = NODES.objectNode();
        json.put(id, hold.holdId());
        json.put("since", time(hold.at()));
        json.put("via", hold.via());
        json.put("decidedBy", hold.steps().all().getLast().by());
        return json;
    }

    private ObjectNode said(LegalHold hold, LegalHold.Step step) {
        ObjectNode json = NODES.objectNode();
        json.put("holdId", hold.holdId());
        json.put("at", time(step.at()));
        json.put("action", step.placed() ? "place" : "release");
        json.put("decidedBy", step.by());
        return json;
    }

    /** A request of somebody's that is open, with the time for its answer as it stands now. */
    ObjectNode openRequest(Subject subject, RightsCase one, Instant now) {
        ObjectNode json = NODES.objectNode();
        json.put("subjectId", subject.id());
        json.put("kind", subject.kind() == SubjectKind.UNKNOWN ? null : word(subject.kind()));
        json.setAll(right(one));
        json.put("receivedAt", time(one.clock().receivedAt()));
        json.put("clock", clock(one, now));
        json.put("extended", one.isExtended());
        return json;
    }

    private String clock(RightsCase one, Instant now) {
        return rules.late(one, now)
                .map(late -> late == Due.What.RIGHT_OVERDUE ? "overdue" : "at-risk")
                .orElse(one.isRunning() ? "running" : "paused");
    }

    /** Where a request stands, in the interfaces' word. */
    static String status(RightsCase one) {
        return one.isOpenLonger() ? "extended" : word(one.state());
    }

    private ObjectNode right(RightsCase one) {
        ObjectNode json = NODES.objectNode();
        json.put("requestId", one.requestId());
        json.put("right", one.right());
        json.put("status", status(one));
        json.put("dueAt", time(one.dueAt()));
        RightsStep refused = one.refused();
        json.put("reason", refused == null || refused.reason() == null ? null : word(refused.reason()));
        RightsStep answer = one.answer();
        if (answer != null && answer.reference() != null) {
            json.put("reference", answer.reference());
        }
        Instant expiresAt = one.clock().expiresAt();
        if (one.state() == RightsCase.State.IDENTITY_TO_BE_PROVEN && expiresAt != null) {
            json.put("proofBy", time(expiresAt.minusSeconds(1)));
        }
        ProofCode code = one.code();
        if (one.state() == RightsCase.State.IDENTITY_TO_BE_PROVEN && code != null) {
            json.putObject("code").put("validUntil", time(code.validUntil())).put("triesLeft", code.triesLeft());
        }
        ArrayNode systems = json.putArray("systems");
        one.tasks().systems().forEach(system -> systems.add(asked(one, system)));
        ArrayNode allowed = json.putArray("allowed");
        one.decisions().forEach(act -> allowed.add(word(act)));
        return json;
    }

    /** What was asked of a recipient system, and what came back: nulls as long as nothing has. */
    private ObjectNode asked(RightsCase one, String system) {
        ObjectNode json = NODES.objectNode();
        RightsAnswer answer = one.tasks().answers().get(system);
        json.put("system", system);
        json.put("open", one.isOpen() && one.tasks().open().contains(system));
        json.put("outcome", answer == null ? null : word(answer.outcome()));
        json.put("records", answer == null ? null : answer.records());
        json.put("reference", answer == null ? null : answer.reference());
        json.put("at", answer == null ? null : time(answer.at()));
        json.put("answeredBy", answer == null ? null : answer.by());
        return json;
    }

    private @Nullable String time(@Nullable Instant at) {
        return at == null ? null : time(at, zone);
    }

    static String time(Instant at, ZoneId zone) {
        return JsonForm.time(at, zone);
    }

    static String word(Enum<?> constant) {
        return JsonForm.word(constant);
    }
}
