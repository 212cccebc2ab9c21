package io.lethe.erasure.query;

import io.lethe.erasure.ledger.Command;
import io.lethe.erasure.ledger.CommandId;
import io.lethe.erasure.ledger.CommandState;
import io.lethe.erasure.ledger.Entry;
import io.lethe.erasure.ledger.Entry.Deferred;
import io.lethe.erasure.ledger.Entry.Expected;
import io.lethe.erasure.ledger.Entry.Finished;
import io.lethe.erasure.ledger.Entry.Running;
import io.lethe.erasure.ledger.Entry.Waiting;
import io.lethe.erasure.ledger.LedgerDecision;
import io.lethe.erasure.ledger.Order;
import io.lethe.erasure.ledger.OrderState;
import io.lethe.erasure.store.Listed;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What operators are told of an order. */
final class EntryJson {

    private final ZoneId zone;

    EntryJson(ZoneId zone) {
        this.zone = zone;
    }

    JsonObject of(Entry entry) {
        JsonObject head = new JsonObject()
                .put("orderId", entry.orderId())
                .put("subjectId", entry.subjectId())
                .put("orderedAt", time(entry.orderedAt()));
        return switch (entry) {
            case Waiting(Order order, Instant dueAt, boolean escalated) ->
                open(head, order, dueAt)
                        .put("status", kebab(escalated ? OrderState.ESCALATED : OrderState.ORDERED))
                        .put("systems", new JsonArray());
            case Deferred(Order order, Instant until, var _) ->
                head.put("cause", kebab(order.cause()))
                        .put("status", kebab(OrderState.ORDERED))
                        .put("deferredUntil", time(until))
                        .put("systems", new JsonArray());
            case Expected _ -> throw new IllegalStateException("an order that was not read yet is not shown");
            case Running running -> {
                JsonArray systems = new JsonArray();
                running.commands().forEach(command -> systems.add(of(running, command)));
                yield open(head, running.order(), running.dueAt())
                        .put("status", kebab(OrderState.of(running.commands())))
                        .put("systems", systems);
            }
            case Finished finished ->
                head.put("status", kebab(finished.state()))
                        .put("recipientsDoneAt", time(finished.finishedAt()))
                        .put("forgottenAt", time(finished.forgottenAt()))
                        .put("systems", systems(finished));
        };
    }

    /** A system of an order that waits for an operator, or the order as a whole. */
    JsonObject of(Listed one, Entry entry) {
        JsonObject row = new JsonObject()
                .put("orderId", one.orderId())
                .put("system", one.system().isEmpty() ? null : one.system())
                .put("since", time(one.at()));
        return switch (entry) {
            case Waiting(Order order, Instant dueAt, boolean _) ->
                open(row, order, dueAt)
                        .put("state", kebab(CommandState.ESCALATED))
                        .put("reason", LedgerDecision.Escalated.Reason.NO_IDENTIFIER.label());
            case Running running -> {
                Command command = running.command(one.system()).orElseThrow();
                yield open(row, running.order(), running.dueAt())
                        .put("state", kebab(command.state()))
                        .put("reason", command.reason());
            }
            case Deferred _, Expected _, Finished _ ->
                throw new IllegalStateException("nothing of such an order waits for an operator");
        };
    }

    /** An open order in a list: how many of its systems still owe something, and when the ledger looks at it next. */
    JsonObject coming(Listed one, Entry entry) {
        JsonObject row = of(entry);
        int owing = entry instanceof Running running ? running.owing() : 0;
        return row.put("systems", row.getJsonArray("systems").size())
                .put("owing", owing)
                .put("nextAt", time(one.at()));
    }

    private JsonObject open(JsonObject head, Order order, Instant dueAt) {
        return head.put("cause", kebab(order.cause()))
                .put("requestId", order.requestId())
                .put("dueAt", time(dueAt));
    }

    private JsonObject of(Running running, Command command) {
        return new JsonObject()
                .put("system", command.system())
                .put("commandId", CommandId.of(running.orderId(), command.system()))
                .put("state", kebab(command.state()))
                .put("attempts", command.attempts())
                .put("reason", command.reason())
                .put("decision", decision(command.lastAct()))
                .put("changedAt", time(command.changedAt()))
                .put("nextAt", time(command.nextAt()));
    }

    /** The operators' last decision on a command; who decided is null where that is not known. */
    private static @Nullable JsonObject decision(Command.@Nullable Decided decided) {
        return decided == null
                ? null
                : new JsonObject().put("eventId", decided.eventId()).put("decidedBy", decided.by());
    }

    /** The outcomes are in the certificate; the ledger keeps the names only. */
    private static JsonArray systems(Finished finished) {
        JsonArray systems = new JsonArray();
        finished.systems()
                .forEach(system -> systems.add(new JsonObject()
                        .put("system", system)
                        .put("commandId", CommandId.of(finished.orderId(), system))));
        return systems;
    }

    private @Nullable String time(@Nullable Instant at) {
        return at == null ? null : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.atZone(zone));
    }

    private static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
