package io.lethe.erasure.store;

import static io.lethe.erasure.ledger.Samples.NOW;
import static io.lethe.erasure.ledger.Samples.POLICY;
import static io.lethe.erasure.ledger.Samples.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.erasure.ledger.AckOutcome;
import io.lethe.erasure.ledger.Act;
import io.lethe.erasure.ledger.Answer;
import io.lethe.erasure.ledger.CommandState;
import io.lethe.erasure.ledger.Entry;
import io.lethe.erasure.ledger.Entry.Running;
import io.lethe.erasure.ledger.Entry.Waiting;
import io.lethe.erasure.ledger.Ledger;
import io.lethe.erasure.ledger.Order;
import io.lethe.policy.IdentifierKind;
import io.lethe.policy.RecipientSystem;
import io.lethe.streams.deadlines.DeadlineKey;
import io.lethe.streams.deadlines.SideList;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EscalationsTest {

    private static final Duration WHOLE = Duration.ofMinutes(1);
    private static final Duration NO_TIME = Duration.ofNanos(-1);
    private static final List<String> SYSTEMS =
            POLICY.recipients().stream().map(RecipientSystem::id).toList();

    private final KeyValueStore<String, Entry> orders = store("orders", Serdes.String(), EntryForm.serde());
    private final KeyValueStore<DeadlineKey, byte[]> store =
            store("escalated", DeadlineKey.serde(), Serdes.ByteArray());
    private final Escalations escalations = new Escalations(store, orders);
    private final Ledger ledger = new Ledger(POLICY, Duration.ofDays(1), Duration.ofDays(3650));

    /** Answers, deadlines and decisions in any order, on several orders; after each of them the list says what the orders say. */
    @Property(tries = 100)
    void E3_what_waits_for_an_operator_stands_in_the_list_and_nothing_else_whatever_has_happened(@ForAll long seed) {
        Random random = new Random(seed);
        KeyValueStore<DeadlineKey, byte[]> list = store("list", DeadlineKey.serde(), Serdes.ByteArray());
        Escalations kept = new Escalations(list, orders);
        TreeMap<String, Entry> known = new TreeMap<>();
        Instant now = NOW;
        for (int event = 0; event < 60; event++) {
            now = now.plus(Duration.ofHours(random.nextInt(72)));
            Order order = anOrder().numbered("order000000" + random.nextInt(4)).build();
            Entry before = known.get(order.orderId());

            Entry after = next(random, order, before, now);

            kept.changed(before, after);
            if (after == null) {
                known.remove(order.orderId());
            } else {
                known.put(order.orderId(), after);
            }
            assertThat(Listed.read(list, null, 1_000))
                    .containsExactlyElementsOf(new TreeSet<>(known.values().stream()
                            .flatMap(one -> waiting(one).stream())
                            .toList()));
        }
    }

    private @Nullable Entry next(Random random, Order order, @Nullable Entry before, Instant now) {
        if (before == null) {
            return ledger.ordered(null, order, random.nextBoolean() ? IdentifierKind.VISITOR_ID : null, now)
                    .entry();
        }
        String system = SYSTEMS.get(random.nextInt(SYSTEMS.size()));
        return switch (random.nextInt(8)) {
            case 0 -> ledger.identified(before, IdentifierKind.VISITOR_ID, now).entry();
            case 1 ->
                ledger.decided(before, act(random, order, null, now), true, now).entry();
            case 2 ->
                ledger.decided(before, act(random, order, system, now), true, now)
                        .entry();
            case 3, 4 -> ledger.due(before, random.nextInt(4) > 0, now).entry();
            default -> {
                AckOutcome outcome = AckOutcome.values()[random.nextInt(AckOutcome.values().length)];
                yield ledger.answered(before, system, new Answer(outcome, "so", now), now)
                        .entry();
            }
        };
    }

    private static Act act(Random random, Order order, @Nullable String system, Instant now) {
        Act.Verdict verdict = Act.Verdict.values()[random.nextInt(Act.Verdict.values().length)];
        return new Act(
                "event-" + random.nextInt(20),
                order.orderId(),
                system,
                verdict,
                "as agreed",
                "dpo",
                now,
                new Act.Origin(0, 1));
    }

    /** From the states alone. */
    private static List<Listed> waiting(Entry entry) {
        return switch (entry) {
            case Waiting(Order order, Instant dueAt, boolean escalated)
            when escalated -> List.of(new Listed(dueAt, order.orderId(), ""));
            case Running running ->
                running.commands().stream()
                        .filter(one -> one.state() == CommandState.ESCALATED || one.state() == CommandState.REFUSED)
                        .map(one -> new Listed(one.changedAt(), running.orderId(), one.system()))
                        .toList();
            default -> List.of();
        };
    }

    @Test
    void E3_what_an_older_version_has_escalated_is_entered_a_little_at_a_time_and_only_then_the_list_is_complete() {
        List<String> numbers = List.of("order0000001", "order0000002", "order0000003");
        numbers.forEach(number -> {
            Order order = anOrder().numbered(number).build();
            orders.put(order.orderId(), new Waiting(order, NOW, true));
        });

        escalations.enterOlder(NO_TIME);
        assertThat(SideList.areAllEntered(store)).isFalse();
        escalations.enterOlder(WHOLE);

        assertThat(SideList.areAllEntered(store)).isTrue();
        assertThat(Listed.read(store, null, 10)).hasSize(numbers.size());
    }

    @Test
    void E3_a_list_that_is_complete_is_so_after_a_restart_too_and_the_ledger_is_not_looked_through_again() {
        escalations.enterOlder(WHOLE);
        Order unknown = anOrder().build();
        orders.put(unknown.orderId(), new Waiting(unknown, NOW, true));

        new Escalations(store, orders).enterOlder(WHOLE);

        assertThat(SideList.areAllEntered(store)).isTrue();
        assertThat(Listed.read(store, null, 10)).isEmpty();
    }

    @Test
    void E3_a_page_begins_behind_the_last_one_of_the_page_before() {
        List<Listed> all = List.of(
                new Listed(NOW, "a.1", "hubspot"),
                new Listed(NOW, "a.1", "linkedin"),
                new Listed(NOW, "b.1", ""),
                new Listed(NOW.plusMillis(1), "a.2", "hubspot"));
        for (Listed one : all) {
            store.put(new DeadlineKey(one.at(), one.orderId() + "/" + one.system()), new byte[0]);
        }

        assertThat(Listed.read(store, null, 2)).isEqualTo(all.subList(0, 2));
        assertThat(Listed.read(store, all.get(1), 2)).isEqualTo(all.subList(2, 4));
        assertThat(Listed.read(store, all.get(3), 2)).isEmpty();
    }

    private static <K, V> KeyValueStore<K, V> store(String name, Serde<K> keys, Serde<V> values) {
        KeyValueStore<K, V> store = Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), keys, values)
                .withLoggingDisabled()
                .withCachingDisabled()
                .build();
        store.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), store);
        return store;
    }
}
