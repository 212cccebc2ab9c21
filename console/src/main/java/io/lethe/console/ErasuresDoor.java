package io.lethe.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.service.HttpProblem;
import io.lethe.service.HttpProblem.Error;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What of erasures waits for a person, and what that person decides (E3). The decision goes the way of all events, with the name of who made it. */
final class ErasuresDoor implements Consumer<Router> {

    static final String PATH = "/api/escalations";
    private static final String DECISIONS = "/api/erasure-decisions";

    private static final int PAGE = 50;
    private static final int MOST_BYTES = 8 * 1024;
    private static final Set<ConsoleRole> LOOK = EnumSet.of(ConsoleRole.OPERATOR, ConsoleRole.DPO, ConsoleRole.AUDITOR);
    private static final Set<ConsoleRole> DECIDE = EnumSet.of(ConsoleRole.OPERATOR, ConsoleRole.DPO);

    /** What the page may say; who says it, and where, is not the page's to say. */
    private static final Set<String> MEMBERS = Set.of("eventId", "orderId", "system", "decision", "reason");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Guard guard;
    private final Upstream upstream;
    private final URI worker;
    private final URI ingest;

    ErasuresDoor(Guard guard, Upstream upstream, URI worker, URI ingest) {
        this.guard = guard;
        this.upstream = upstream;
        this.worker = worker;
        this.ingest = ingest;
    }

    @Override
    public void accept(Router router) {
        router.get(PATH).handler(guard.require(LOOK)).handler(this::list);
        router.post(DECISIONS).handler(guard.require(DECIDE));
        router.post(DECISIONS).handler(BodyHandler.create(false).setBodyLimit(MOST_BYTES));
        router.post(DECISIONS).handler(this::decide);
    }

    private void list(RoutingContext context) {
        List<String> after = context.queryParam("after");
        String page = after.isEmpty() ? "" : "&after=" + URLEncoder.encode(after.getFirst(), StandardCharsets.UTF_8);
        upstream.get(context, worker.resolve("/v1/escalations?limit=" + PAGE + page));
    }

    private void decide(RoutingContext context) {
        Optional<ObjectNode> said =
                object(Objects.requireNonNullElse(context.body().asString(), ""));
        if (said.isEmpty()) {
            HttpProblem.of(400, "Bad request", "The body has to be a JSON object.")
                    .answer(context);
            return;
        }
        List<Error> unknown = said.get().properties().stream()
                .filter(member -> !MEMBERS.contains(member.getKey()))
                .map(_ -> new Error(
                        "",
                        "has a member that is not known; there are "
                                + String.join(", ", MEMBERS.stream().sorted().toList())))
                .toList();
        if (!unknown.isEmpty()) {
            HttpProblem.of(422, "Breaks a rule", "Nothing was decided.", unknown)
                    .answer(context);
            return;
        }
        String name = Guard.visit(context).user().name();
        upstream.post(
                context,
                ingest.resolve("/v1/erasure-decisions"),
                said.get().put("source", "console").put("decidedBy", name).toString());
    }

    private static Optional<ObjectNode> object(String text) {
        try {
            JsonNode read = JSON.readTree(text);
            return read instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException noJson) {
            return Optional.empty();
        }
    }
}
