package io.lethe.erasure.store;

import static io.lethe.erasure.ledger.Samples.NOW;
import static io.lethe.erasure.ledger.Samples.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.erasure.ledger.Command;
import io.lethe.erasure.ledger.CommandState;
import io.lethe.erasure.ledger.Entry.Running;
import io.lethe.erasure.ledger.Order;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class LinesTest {

    private final KeyValueStore<String, byte[]> store = store();
    private final Lines lines = new Lines(store, Map.of("crm", 2));

    @Test
    void E3_whoever_came_first_into_line_is_first_also_after_a_restart() {
        lines.changed(null, queued("later", "crm", NOW.plusSeconds(5)));
        lines.changed(null, queued("first", "crm", NOW));
        assertThat(lines.first("crm")).contains("first");

        lines.changed(queued("first", "crm", NOW), out("first", "crm"));

        assertThat(lines.first("crm")).contains("later");
        assertThat(new Lines(store, Map.of("crm", 2)).first("crm")).contains("later");
        assertThat(lines.first("crm-2")).isEmpty();
    }

    @Test
    void E3_a_system_whose_name_goes_on_like_anothers_has_a_line_of_its_own() {
        Lines both = new Lines(store, Map.of("system-1", 1, "system-10", 1));
        both.changed(null, out("order", "system-10"));
        assertThat(both.first("system-1")).isEmpty();

        both.changed(null, queued("one", "system-1", NOW));
        both.changed(null, queued("ten", "system-10", NOW.minusSeconds(1)));

        assertThat(both.first("system-1")).contains("one");
        assertThat(both.first("system-10")).contains("ten");
    }

    @Test
    void E3_there_is_room_until_so_many_are_out_and_none_past_a_line() {
        assertThat(lines.room("crm")).isEqualTo(2);
        lines.changed(null, out("one", "crm"));
        assertThat(lines.hasRoom("crm")).isTrue();
        lines.changed(null, out("two", "crm"));
        assertThat(lines.hasRoom("crm")).isFalse();

        lines.changed(out("one", "crm"), null);
        assertThat(lines.hasRoom("crm")).isTrue();
        lines.changed(null, queued("three", "crm", NOW));

        assertThat(lines.hasRoom("crm")).isFalse();
        assertThat(lines.room("crm")).isEqualTo(1);
        assertThat(new Lines(store, Map.of("crm", 2)).room("crm")).isEqualTo(1);
    }

    @Test
    void E3_a_limit_that_is_taken_away_lets_all_go_and_one_that_is_back_begins_to_count_at_zero() {
        lines.changed(null, out("one", "crm"));
        lines.changed(null, queued("two", "crm", NOW));

        Lines unlimited = new Lines(store, Map.of());
        unlimited.forgetWhatIsNotCounted(List.of("crm", "mailing"));

        assertThat(unlimited.room("crm")).isEqualTo(Integer.MAX_VALUE);
        assertThat(unlimited.first("crm")).contains("two");
        Lines back = new Lines(store, Map.of("crm", 2));
        assertThat(back.room("crm")).isEqualTo(2);
        back.changed(out("one", "crm"), null);
        assertThat(back.room("crm")).isEqualTo(2);
    }

    @Test
    void E3_all_systems_with_somebody_in_line_are_known_whatever_the_policy_says_of_them() {
        lines.changed(null, out("one", "crm"));
        lines.changed(null, queued("two", "crm", NOW));
        lines.changed(null, queued("three", "crm-2", NOW));
        lines.changed(null, queued("four", "crm-2", NOW));
        lines.changed(null, queued("five", "mailing", NOW));
        lines.changed(queued("five", "mailing", NOW), null);

        assertThat(new Lines(store, Map.of()).systems()).containsExactly("crm", "crm-2");
    }

    private static Running out(String orderId, String system) {
        return order(orderId, Command.issued(system, NOW, NOW.plusSeconds(60)));
    }

    private static Running queued(String orderId, String system, Instant since) {
        return order(orderId, new Command(system, CommandState.QUEUED, 0, null, since, since, null, since, null));
    }

    /** Lines know an order by its id alone. */
    private static Running order(String number, Command command) {
        Order sample = anOrder().numbered(number).build();
        return new Running(
                new Order(
                        number,
                        sample.subjectId(),
                        sample.subjectKind(),
                        sample.cause(),
                        null,
                        List.of(),
                        NOW,
                        NOW,
                        "2026-01"),
                NOW,
                List.of(command));
    }

    private static KeyValueStore<String, byte[]> store() {
        KeyValueStore<String, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("lines"), Serdes.String(), Serdes.ByteArray())
                .withLoggingDisabled()
                .withCachingDisabled()
                .build();
        store.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), store);
        return store;
    }
}
