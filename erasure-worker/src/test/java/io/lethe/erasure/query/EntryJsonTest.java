package io.lethe.erasure.query;

import static io.lethe.erasure.ledger.Samples.NOW;
import static io.lethe.erasure.ledger.Samples.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.erasure.ledger.AckOutcome;
import io.lethe.erasure.ledger.Answer;
import io.lethe.erasure.ledger.Command;
import io.lethe.erasure.ledger.CommandState;
import io.lethe.erasure.ledger.Entry;
import io.lethe.erasure.ledger.Order;
import io.lethe.erasure.ledger.OrderState;
import io.vertx.core.json.JsonObject;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What operators are told of an order. */
class EntryJsonTest {

    private final EntryJson json = new EntryJson(ZoneId.of("Europe/Paris"));

    @Test
    void a_running_order_shows_each_system_in_the_policys_time() {
        Order order = anOrder().onRequest("request-1").build();
        Command failed = Command.issued("hubspot", NOW, NOW)
                .answered(CommandState.RETRYING, new Answer(AckOutcome.FAILED, "later", NOW), NOW, NOW.plusSeconds(60));

        JsonObject told = json.of(new Entry.Running(order, NOW, List.of(failed)));

        assertThat(told.getString("status")).isEqualTo("in-progress");
        assertThat(told.getString("cause")).isEqualTo("erasure-requested");
        assertThat(told.getString("dueAt")).isEqualTo("2031-03-01T10:00:00+01:00");
        JsonObject system = told.getJsonArray("systems").getJsonObject(0);
        assertThat(system.getString("state")).isEqualTo("retrying");
        assertThat(system.getString("commandId")).isEqualTo(order.orderId() + ".hubspot");
        assertThat(system.getString("nextAt")).isEqualTo("2031-03-01T10:01:00+01:00");
    }

    @Test
    void E3_a_system_that_an_operator_decided_on_says_who_or_that_nobody_knows_and_any_other_nothing() {
        Command issued = Command.issued("hubspot", NOW, NOW);

        assertThat(decision(issued)).isNull();
        assertThat(decision(decided(issued, "dpo")))
                .isEqualTo(new JsonObject().put("eventId", "event-1").put("decidedBy", "dpo"));
        assertThat(decision(decided(issued, null)))
                .isEqualTo(new JsonObject().put("eventId", "event-1").putNull("decidedBy"));
    }

    private @Nullable JsonObject decision(Command command) {
        return json.of(new Entry.Running(anOrder().build(), NOW, List.of(command)))
                .getJsonArray("systems")
                .getJsonObject(0)
                .getJsonObject("decision");
    }

    private static Command decided(Command command, @Nullable String by) {
        return new Command(
                command.system(),
                CommandState.WAIVED,
                1,
                "as agreed",
                NOW,
                NOW,
                null,
                null,
                new Command.Decided("event-1", by));
    }

    @Test
    void a_finished_order_says_when_the_recipients_were_done() {
        JsonObject told = json.of(
                new Entry.Finished("o", "s", NOW, NOW, OrderState.COMPLETED_WITH_EXCEPTIONS, List.of("hubspot"), NOW));

        assertThat(told.getString("status")).isEqualTo("completed-with-exceptions");
        assertThat(told.getString("recipientsDoneAt")).isEqualTo("2031-03-01T10:00:00+01:00");
        assertThat(told.getString("forgottenAt")).isNull();
    }

    @Test
    void E5_a_forgotten_order_says_when_our_own_copies_were_gone() {
        JsonObject told = json.of(new Entry.Finished(
                "o", "s", NOW, NOW, OrderState.COMPLETED, List.of("hubspot"), NOW, null, NOW.plusSeconds(3600)));

        assertThat(told.getString("recipientsDoneAt")).isEqualTo("2031-03-01T10:00:00+01:00");
        assertThat(told.getString("forgottenAt")).isEqualTo("2031-03-01T11:00:00+01:00");
    }
}
