package io.lethe.erasure.store;

import static io.lethe.erasure.ledger.Samples.NOW;
import static io.lethe.erasure.ledger.Samples.POLICY;
import static io.lethe.erasure.ledger.Samples.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.erasure.ledger.AckOutcome;
import io.lethe.erasure.ledger.Answer;
import io.lethe.erasure.ledger.CommandState;
import io.lethe.erasure.ledger.Entry;
import io.lethe.erasure.ledger.Ledger;
import io.lethe.erasure.ledger.LedgerDecision.StatusChanged;
import io.lethe.erasure.ledger.Order;
import io.lethe.erasure.ledger.Status;
import io.lethe.policy.IdentifierKind;
import io.lethe.policy.RecipientSystem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OrdersAtWorkTest {

    private static final List<String> SYSTEMS =
            POLICY.recipients().stream().map(RecipientSystem::id).toList();

    private final Ledger ledger = new Ledger(POLICY, Duration.ofDays(1), Duration.ofDays(3650));
    private final Map<String, Entry> store = new HashMap<>();
    private final List<Status> told = new ArrayList<>();
    private int reads;
    private int writes;

    private final OrdersAtWork atWork = work(16);

    private OrdersAtWork work(int room) {
        return new OrdersAtWork(
                room,
                (before, after) -> {
                    assertThat(store.get(before.orderId())).isEqualTo(before);
                    store.put(after.orderId(), after);
                    writes++;
                },
                told::add);
    }

    private @Nullable Entry read(String orderId) {
        reads++;
        return store.get(orderId);
    }

    private Entry given(Order order) {
        Entry entry = Objects.requireNonNull(
                ledger.ordered(null, order, IdentifierKind.VISITOR_ID, NOW).entry());
        store.put(order.orderId(), entry);
        return entry;
    }

    private void answered(OrdersAtWork work, String orderId, String system, Instant at) {
        Entry before = work.get(orderId, this::read);
        Ledger.Step step = ledger.answered(before, system, new Answer(AckOutcome.COMPLETED, null, at), at);
        work.change(Objects.requireNonNull(before), Objects.requireNonNull(step.entry()));
        step.decisions().forEach(decision -> {
            if (decision instanceof StatusChanged(Status status)) {
                work.tell(status);
            }
        });
    }

    @Test
    void E2_the_answers_to_an_order_between_two_commits_are_one_read_one_write_and_one_status() {
        String orderId = given(anOrder().build()).orderId();

        SYSTEMS.forEach(system -> answered(atWork, orderId, system, NOW.plusSeconds(1)));
        assertThat(told).isEmpty();
        atWork.settle();

        assertThat(reads).isEqualTo(1);
        assertThat(writes).isEqualTo(1);
        assertThat(told)
                .singleElement()
                .satisfies(status -> assertThat(status.systems())
                        .allSatisfy(command -> assertThat(command.state()).isEqualTo(CommandState.COMPLETED)));
    }

    @Test
    void E2_what_was_told_and_written_is_not_told_and_written_again() {
        String orderId = given(anOrder().build()).orderId();
        answered(atWork, orderId, SYSTEMS.getFirst(), NOW.plusSeconds(1));
        atWork.settle();

        atWork.settle();

        assertThat(writes).isEqualTo(1);
        assertThat(told).hasSize(1);
    }

    @Test
    void E2_an_order_that_goes_is_told_of_all_the_same() {
        Entry order = given(anOrder().build());
        answered(atWork, order.orderId(), SYSTEMS.getFirst(), NOW.plusSeconds(1));

        atWork.written(atWork.get(order.orderId(), this::read), null);

        assertThat(told).hasSize(1);
    }

    @Test
    void a_worker_with_many_ledgers_and_a_small_heap_holds_a_few_orders_in_each() {
        assertThat(OrdersAtWork.share(Integer.MAX_VALUE)).isEqualTo(16);
        assertThat(OrdersAtWork.share(1)).isGreaterThan(OrdersAtWork.share(2));
    }

    /** Answers to several orders, commits between them, and less room than orders: what is stored and told last is what came of all answers. */
    @Property(tries = 200)
    void E2_whatever_is_held_back_each_order_ends_as_if_nothing_were(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int room) {
        store.clear();
        told.clear();
        Random random = new Random(seed);
        OrdersAtWork work = work(room);
        Map<String, Entry> expected = new HashMap<>();
        Map<String, Status> lastTold = new HashMap<>();
        for (int order = 0; order < 5; order++) {
            Entry entry = given(anOrder().numbered("order000000" + order).build());
            expected.put(entry.orderId(), entry);
        }
        List<String> orders = List.copyOf(expected.keySet());
        for (int event = 0; event < 60; event++) {
            Instant at = NOW.plusSeconds(event);
            String orderId = orders.get(random.nextInt(orders.size()));
            String system = SYSTEMS.get(random.nextInt(SYSTEMS.size()));
            Ledger.Step step =
                    ledger.answered(expected.get(orderId), system, new Answer(AckOutcome.COMPLETED, null, at), at);
            expected.put(orderId, Objects.requireNonNull(step.entry()));
            step.decisions().forEach(decision -> {
                if (decision instanceof StatusChanged(Status status)) {
                    lastTold.put(orderId, status);
                }
            });

            answered(work, orderId, system, at);

            if (random.nextInt(7) == 0) {
                work.settle();
            }
        }
        work.settle();

        assertThat(store).isEqualTo(expected);
        Map<String, Status> said = new HashMap<>();
        told.forEach(status -> said.put(status.order().orderId(), status));
        assertThat(said).isEqualTo(lastTold);
    }
}
