package io.lethe.retention.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.consent.Consent;
import io.lethe.consent.ConsentKey;
import io.lethe.consent.Statement;
import io.lethe.policy.DataCategory;
import io.lethe.policy.LegalBasis;
import io.lethe.policy.Policy;
import io.lethe.policy.Purpose;
import io.lethe.retention.subject.BoundedSet;
import io.lethe.retention.subject.Erasure;
import io.lethe.retention.subject.HeardErasure;
import io.lethe.retention.subject.LegalHold;
import io.lethe.retention.subject.Link;
import io.lethe.retention.subject.Move;
import io.lethe.retention.subject.ProofCode;
import io.lethe.retention.subject.RightsAnswer;
import io.lethe.retention.subject.RightsCase;
import io.lethe.retention.subject.RightsClock;
import io.lethe.retention.subject.RightsStep;
import io.lethe.retention.subject.RightsTasks;
import io.lethe.retention.subject.SendingController;
import io.lethe.retention.subject.Subject;
import io.lethe.retention.subject.SubjectKind;
import io.lethe.retention.subject.SubjectRules;
import io.lethe.retention.subject.WantedErasure;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One subject as it is handed out: all that is stored of it, but for what would give away a secret or another person. A test goes through the
 * stored form, field by field, and has the reason for each that is not here.
 */
public final class SubjectExport {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** The legal bases on which data are processed that a person can take along. */
    private static final Set<LegalBasis> PORTABLE = EnumSet.of(LegalBasis.CONSENT, LegalBasis.CONTRACT);

    private final Policy policy;
    private final SubjectRules rules;
    private final ZoneId zone;

    public SubjectExport(Policy policy) {
        this.policy = policy;
        this.rules = new SubjectRules(policy);
        this.zone = policy.zone();
    }

    /** All that is stored (art. 15(1) and (3) GDPR), with the ids of the subjects it was linked to. */
    public ObjectNode access(Subject subject, Instant now) {
        ObjectNode json = head(subject);
        json.put("status", JsonForm.word(subject.status()));
        json.put("firstSeenAt", time(subject.firstSeenAt()));
        json.put("lastSeenAt", time(subject.lastSeenAt()));
        json.set("dataCategories", all(subject.dataCategories(), NODES::textNode));
        json.set("interactions", times(subject.interactions()));
        json.set("retention", retention(subject));
        json.set("statements", all(inOrder(subject.statements()), this::statement));
        json.set("consents", consents(subject, now));
        json.set("links", all(subject.links().values(), this::link));
        json.set("holds", all(subject.holds().values(), this::hold));
        json.set("requests", all(subject.rights().values(), this::request));
        json.set("erasures", all(subject.erasures(), this::erasure));
        json.set("wantedErasures", all(subject.wanted().all(), this::wanted));
        json.set("erasuresOfLinked", all(subject.heard().all(), this::heard));
        json.set("movedTo", all(subject.moves(), this::move));
        json.set(
                "movedFrom",
                all(
                        subject.formers().entrySet(),
                        former -> NODES.objectNode()
                                .put("subjectId", former.getKey())
                                .put("until", time(former.getValue()))));
        json.set("told", told(subject));
        json.set(
                "next",
                all(
                        rules.due(subject),
                        due -> NODES.objectNode()
                                .put("what", JsonForm.word(due.what()))
                                .put("at", time(due.at()))));
        return json;
    }

    /** What the person provided, as far as it is processed on consent or a contract (art. 20(1) GDPR). */
    public ObjectNode portable(Subject subject) {
        ObjectNode json = head(subject);
        Set<String> needed = policy.purposes().stream()
                .filter(purpose -> PORTABLE.contains(purpose.basis()))
                .flatMap(purpose -> purpose.dataCategories().stream())
                .collect(Collectors.toSet());
        List<String> known =
                policy.dataCategories().stream().map(DataCategory::id).toList();
        json.set(
                "dataCategories",
                all(
                        subject.dataCategories().stream()
                                .filter(one -> needed.contains(one) || !known.contains(one))
                                .toList(),
                        NODES::textNode));
        json.set(
                "statements",
                all(
                        inOrder(subject.statements()).stream()
                                .filter(statement ->
                                        statement.choices().stream().anyMatch(this::isPortable))
                                .toList(),
                        statement -> {
                            ObjectNode told = statement(statement);
                            told.set(
                                    "choices",
                                    all(
                                            statement.choices().stream()
                                                    .filter(this::isPortable)
                                                    .toList(),
                                            SubjectExport::choice));
                            return told;
                        }));
        return json;
    }

    /** Of a purpose that is in the policy no more, the basis follows from what could be said about it (C1). */
    private boolean isPortable(Statement.Choice choice) {
        return policy.purpose(choice.purpose())
                .map(Purpose::basis)
                .map(PORTABLE::contains)
                .orElseGet(() -> LegalBasis.CONSENT.verbs().contains(choice.verb()));
    }

    private static ObjectNode head(Subject subject) {
        return NODES.objectNode()
                .put("subjectId", subject.id())
                .put("kind", subject.kind() == SubjectKind.UNKNOWN ? null : JsonForm.word(subject.kind()));
    }

    private static List<Statement> inOrder(List<Statement> statements) {
        return statements.stream().sorted(Statement.IN_ORDER).toList();
    }

    private ObjectNode retention(Subject subject) {
        ObjectNode json = NODES.objectNode();
        json.put("lastInteractionAt", time(subject.lastInteractionAt()));
        json.put("expiresAt", time(rules.expiresAt(subject).orElse(null)));
        Subject.Lapse lapse = subject.lapse();
        json.set(
                "lapse",
                lapse == null
                        ? NullNode.getInstance()
                        : NODES.objectNode()
                                .put("at", time(lapse.at()))
                                .put("eraseAfter", time(lapse.eraseAfter()))
                                .put("heldAt", time(lapse.heldAt())));
        return json;
    }

    private ObjectNode statement(Statement statement) {
        Statement.Proof proof = statement.proof();
        ObjectNode json = NODES.objectNode();
        json.put("eventId", statement.eventId());
        json.put("occurredAt", time(statement.at()));
        json.put("stampedAt", time(statement.stampedAt()));
        json.put("receivedAt", time(statement.receivedAt()));
        json.put("source", statement.source());
        json.set("choices", all(statement.choices(), SubjectExport::choice));
        json.putObject("proof")
                .put("policyVersion", proof.policyVersion())
                .put("noticeId", proof.noticeId())
                .put("language", proof.language())
                .put("method", proof.method())
                .put("page", proof.page());
        ObjectNode repeats = json.putObject("repeats");
        statement.repeats().forEach(repeats::put);
        return json;
    }

    private static ObjectNode choice(Statement.Choice choice) {
        return NODES.objectNode()
                .put("purpose", choice.purpose())
                .put("recipient", choice.recipient())
                .put("decision", choice.verb().id());
    }

    private ArrayNode consents(Subject subject, Instant now) {
        ArrayNode consents = NODES.arrayNode();
        rules.courses(subject, now).forEach((about, course) -> {
            ObjectNode json = consents.addObject();
            json.put("purpose", about.purpose());
            json.put("recipient", about.recipient());
            json.put(
                    "status",
                    course.isEmpty()
                            ? "unknown"
                            : JsonForm.word(course.getLast().status()));
            json.set("history", all(course, this::stretch));
        });
        return consents;
    }

    private ObjectNode stretch(Consent consent) {
        Statement basis = consent.basis();
        return NODES.objectNode()
                .put("status", JsonForm.word(consent.status()))
                .put("since", time(consent.since()))
                .put("validUntil", time(consent.validUntil()))
                .put("statement", basis == null ? null : basis.eventId())
                .put("times", consent.times());
    }

    private ObjectNode link(Link link) {
        ObjectNode json = NODES.objectNode();
        json.put("subjectId", link.other());
        json.put("kind", link.otherKind() == SubjectKind.UNKNOWN ? null : JsonForm.word(link.otherKind()));
        json.put("linked", link.linked());
        json.set(
                "history",
                all(
                        link.ties().all(),
                        tie -> NODES.objectNode()
                                .put("at", time(tie.at()))
                                .put("linked", tie.linked())
                                .put("by", tie.by().id())
                                .put("eventId", tie.eventId())));
        json.set("interactions", times(link.carried()));
        return json;
    }

    private ObjectNode hold(LegalHold hold) {
        ObjectNode json = NODES.objectNode();
        json.put("holdId", hold.holdId());
        json.put("restriction", hold.restriction());
        json.put("stands", hold.placed());
        json.put("via", hold.via());
        json.set(
                "history",
                all(
                        hold.steps().all(),
                        step -> NODES.objectNode()
                                .put("at", time(step.at()))
                                .put("action", step.placed() ? "place" : "release")
                                .put("eventId", step.eventId())));
        return json;
    }

    private ObjectNode request(RightsCase one) {
        RightsClock clock = one.clock();
        SendingController controller = one.controller();
        ObjectNode json = NODES.objectNode();
        json.put("requestId", one.requestId());
        json.put("right", one.right());
        json.put("status", JsonForm.word(one.state()));
        json.put("since", time(one.changedAt()));
        json.put("receivedAt", time(clock.receivedAt()));
        json.put("askedForProofAt", time(clock.askedAt()));
        json.put("provenAt", time(clock.provenAt()));
        json.put("proofExpiresAt", time(clock.expiresAt()));
        json.put("toldOfExtensionAt", time(clock.extendedAt()));
        json.put("dueAt", time(one.dueAt()));
        json.put("firstDueAt", time(clock.firstDueAt()));
        json.put("longestDueAt", time(clock.longestDueAt()));
        json.put("calledAtRiskFor", time(one.told().atRisk()));
        json.put("calledOverdueFor", time(one.told().overdue()));
        json.put("orderId", one.orderId());
        json.put("sentBy", controller == null ? null : controller.id());
        json.set("decisions", all(one.steps().all(), this::decision));
        json.set("systems", all(one.tasks().systems(), system -> asked(system, one.tasks())));
        ProofCode code = one.code();
        json.set(
                "code",
                code == null
                        ? NullNode.getInstance()
                        : NODES.objectNode()
                                .put("validUntil", time(code.validUntil()))
                                .put("triesLeft", code.triesLeft()));
        return json;
    }

    /** Which recipients hold what is for them to say; who said it for one is an employee. */
    private ObjectNode asked(String system, RightsTasks tasks) {
        RightsAnswer answer = tasks.answers().get(system);
        ObjectNode json = NODES.objectNode()
                .put("system", system)
                .put("asked", tasks.asked().contains(system));
        return answer == null
                ? json.putNull("outcome")
                        .putNull("records")
                        .putNull("reference")
                        .putNull("at")
                        .putNull("answerId")
                : json.put("outcome", JsonForm.word(answer.outcome()))
                        .put("records", answer.records())
                        .put("reference", answer.reference())
                        .put("at", time(answer.at()))
                        .put("answerId", answer.answerId());
    }

    private ObjectNode decision(RightsStep step) {
        return NODES.objectNode()
                .put("at", time(step.at()))
                .put("act", JsonForm.word(step.act()))
                .put("decisionId", step.decisionId())
                .put("reason", step.reason() == null ? null : JsonForm.word(step.reason()))
                .put("reference", step.reference());
    }

    private ObjectNode erasure(Erasure erasure) {
        return NODES.objectNode()
                .put("orderId", erasure.orderId())
                .put("cause", JsonForm.word(erasure.cause()))
                .put("at", time(erasure.at()))
                .put("requestId", erasure.requestId())
                .put("rootOrderId", erasure.rootOrderId())
                .put("rootCause", JsonForm.word(erasure.rootCause()))
                .put("completed", erasure.completed());
    }

    private ObjectNode wanted(WantedErasure wanted) {
        return NODES.objectNode()
                .put("cause", JsonForm.word(wanted.cause()))
                .put("at", time(wanted.at()))
                .put("requestId", wanted.requestId())
                .put("rootOrderId", wanted.rootOrderId())
                .put("rootCause", JsonForm.word(wanted.rootCause()));
    }

    private ObjectNode heard(HeardErasure heard) {
        return NODES.objectNode()
                .put("subjectId", heard.from())
                .put("rootOrderId", heard.rootOrderId())
                .put("rootCause", JsonForm.word(heard.rootCause()))
                .put("at", time(heard.at()))
                .put("requestId", heard.requestId());
    }

    private ObjectNode move(Move move) {
        ObjectNode json = NODES.objectNode()
                .put("subjectId", move.to())
                .put("until", time(move.at()))
                .put("correctionId", move.correctionId());
        json.set("cases", all(move.cases(), NODES::textNode));
        return json;
    }

    /** What others were told of it. */
    private ObjectNode told(Subject subject) {
        ObjectNode json = NODES.objectNode();
        ArrayNode statuses = json.putArray("consents");
        subject.published().forEach((about, status) -> statuses.add(about(about).put("status", JsonForm.word(status))));
        ArrayNode ends = json.putArray("expiries");
        subject.toldWindows()
                .forEach((purpose, starts) -> ends.addObject()
                        .put("purpose", purpose)
                        .set("windowsFrom", all(starts, start -> NODES.textNode(JsonForm.time(start, zone)))));
        return json;
    }

    private static ObjectNode about(ConsentKey about) {
        return NODES.objectNode().put("purpose", about.purpose()).put("recipient", about.recipient());
    }

    private ObjectNode times(BoundedSet<Instant> times) {
        ObjectNode json = NODES.objectNode();
        json.set("at", all(times.all(), at -> NODES.textNode(JsonForm.time(at, zone))));
        json.put("complete", times.complete());
        return json;
    }

    private static <T> ArrayNode all(Collection<T> all, Function<? super T, ? extends JsonNode> told) {
        ArrayNode array = NODES.arrayNode();
        all.forEach(one -> array.add(told.apply(one)));
        return array;
    }

    private @Nullable String time(@Nullable Instant at) {
        return at == null ? null : JsonForm.time(at, zone);
    }
}
