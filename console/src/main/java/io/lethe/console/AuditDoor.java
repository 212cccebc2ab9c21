package io.lethe.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.console.audit.AuditPage;
import io.lethe.console.audit.AuditPages;
import io.lethe.schemas.topics.EventJson;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Who looked at whom, and who did what: the record, the newest first. */
final class AuditDoor implements Consumer<Router> {

    private static final Set<ConsoleRole> LOOK = EnumSet.of(ConsoleRole.DPO, ConsoleRole.AUDITOR);

    /** More digits than these are no place in a topic. */
    private static final String PLACE = "[0-9]{1,18}";

    private final Guard guard;
    private final AuditPages pages;
    private final EventJson json = new EventJson(ZoneOffset.UTC);

    AuditDoor(Guard guard, AuditPages pages) {
        this.guard = guard;
        this.pages = pages;
    }

    @Override
    public void accept(Router router) {
        router.get("/api/audit").handler(guard.require(LOOK)).handler(this::page);
    }

    private void page(RoutingContext context) {
        List<String> asked = context.queryParam("before");
        long before =
                !asked.isEmpty() && asked.getFirst().matches(PLACE) ? Long.parseLong(asked.getFirst()) : Long.MAX_VALUE;
        // One after the other: nobody opens more connections to Kafka by asking more often.
        context.vertx()
                .executeBlocking(() -> shown(pages.before(before)))
                .onSuccess(page -> context.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .end(page.toString()))
                .onFailure(failure -> {
                    if (failure instanceof IOException) {
                        Upstream.away(context);
                    } else {
                        context.fail(500, failure);
                    }
                });
    }

    private ObjectNode shown(AuditPage page) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        ArrayNode events = shown.putArray("events");
        page.events().forEach(event -> events.add(json.object(event)));
        page.next().ifPresentOrElse(next -> shown.put("next", next), () -> shown.putNull("next"));
        return shown;
    }
}
