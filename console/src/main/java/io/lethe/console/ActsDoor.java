package io.lethe.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.lethe.schemas.AuditAct;
import io.lethe.schemas.AuditEvent;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What somebody decides: it goes the way of all events, through the front door, with the name of who decided. */
final class ActsDoor implements Consumer<Router> {

    private static final int MOST_BYTES = 8 * 1024;
    private static final Set<ConsoleRole> ACT = EnumSet.of(ConsoleRole.OPERATOR, ConsoleRole.DPO);
    private static final Set<ConsoleRole> DPO = EnumSet.of(ConsoleRole.DPO);
    private static final String REASON = "reason";
    private static final String CORRECTED = "corrected";
    private static final String REFERENCE = "reference";

    /**
     * What can be decided.
     *
     * @param path of the console; that of the front door has {@code /v1} for {@code /api}
     * @param members what the page may say; who says it, and where, is not the page's to say
     * @param verb the member that says what is to be done; empty where only one thing can be
     * @param acts by the words of that member
     * @param by the member in which the front door is told who it was
     * @param roles who may
     */
    private record Kind(
            String path,
            Set<String> members,
            String verb,
            Map<String, AuditAct> acts,
            String by,
            Set<ConsoleRole> roles) {

        Kind(String path, Set<String> members, String verb, Map<String, AuditAct> acts) {
            this(path, members, verb, acts, "decidedBy", ACT);
        }

        AuditAct act(Said said) {
            return acts.getOrDefault(verb.isEmpty() ? "" : said.word(verb, acts.keySet()), AuditAct.UNRECOGNISED);
        }
    }

    private static final Set<String> OUTCOMES =
            Set.of("received", "completed", "not-found", "not-supported", "failed", "refused");

    private static final List<Kind> KINDS = List.of(
            new Kind(
                    "/api/erasure-decisions",
                    Set.of("eventId", "orderId", "system", "decision", REASON),
                    "decision",
                    Map.of(
                            "retry", AuditAct.RETRY_ERASURE,
                            "waive", AuditAct.WAIVE_ERASURE,
                            "close", AuditAct.CLOSE_ERASURE)),
            new Kind(
                    "/api/holds",
                    Set.of("eventId", "subjectId", "holdId", "action", REASON),
                    "action",
                    Map.of("place", AuditAct.PLACE_HOLD, "release", AuditAct.RELEASE_HOLD)),
            new Kind(
                    "/api/wave-decisions",
                    Set.of("eventId", "occurredAt", "decision", REASON),
                    "decision",
                    Map.of("approve", AuditAct.APPROVE_WAVES, "drop", AuditAct.DROP_WAVES)),
            new Kind(
                    "/api/rights-answers",
                    Set.of(
                            "eventId",
                            "occurredAt",
                            "subjectId",
                            "requestId",
                            "right",
                            "system",
                            "outcome",
                            "records",
                            REFERENCE),
                    "outcome",
                    OUTCOMES.stream().collect(Collectors.toMap(word -> word, _ -> AuditAct.ANSWER_FOR_SYSTEM)),
                    "answeredBy",
                    ACT),
            new Kind(
                    "/api/corrections",
                    Set.of("eventId", "subjectId", CORRECTED, "requestId", REASON),
                    "",
                    Map.of("", AuditAct.CORRECT_SUBJECT),
                    "decidedBy",
                    DPO));

    private final Guard guard;
    private final Recorder recorder;
    private final Upstream upstream;
    private final URI ingest;

    ActsDoor(Guard guard, Recorder recorder, Upstream upstream, URI ingest) {
        this.guard = guard;
        this.recorder = recorder;
        this.upstream = upstream;
        this.ingest = ingest;
    }

    @Override
    public void accept(Router router) {
        for (Kind kind : KINDS) {
            router.post(kind.path()).handler(guard.require(kind.roles()));
            router.post(kind.path()).handler(BodyHandler.create(false).setBodyLimit(MOST_BYTES));
            router.post(kind.path())
                    .handler(context -> Said.by(context, kind.members()).ifPresent(said -> act(context, kind, said)));
        }
    }

    private void act(RoutingContext context, Kind kind, Said said) {
        AuditAct what = kind.act(said);
        String eventId = said.id("eventId");
        AuditEvent.Builder act = recorder.by(context, what)
                .setSubjectId(said.id("subjectId"))
                .setOrderId(said.id("orderId"))
                .setSystem(said.id("system"))
                .setHoldId(said.id("holdId"))
                .setRequestId(said.id("requestId"))
                // The record names the event, so it has an id before it is sent.
                .setDecisionId(eventId == null ? UUID.randomUUID().toString() : eventId);
        String reason = said.text(REASON).toLowerCase(Locale.ROOT);
        for (JsonNode identifier : said.body().path(CORRECTED)) {
            if (reason.contains(identifier.asText().toLowerCase(Locale.ROOT))) {
                said.wrong("/reason", "must not have the identifier: it is kept in a record that names nobody");
            }
        }
        if (said.isWrong(context)) {
            return;
        }
        String json = said.body()
                .put("eventId", act.getDecisionId())
                .put("source", "console")
                .put(kind.by(), act.getUser())
                .toString();
        recorder.act(
                context,
                act,
                said.text(kind.members().contains(REASON) ? REASON : REFERENCE),
                () -> upstream.post(context, ingest.resolve(kind.path().replace("/api/", "/v1/")), json));
    }
}
