package io.lethe.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The queue of deadlines")
class DeadlineQueueTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final KeyValueStore<DeadlineKey, byte[]> store = store();
    private final DeadlineQueue queue = new DeadlineQueue(store);

    @Test
    void gives_what_is_due_oldest_first_and_once() {
        queue.put(deadline(30, "c"));
        queue.put(deadline(10, "a"));
        queue.put(deadline(20, "b"));
        queue.put(deadline(20, "b"));

        assertThat(take(20)).containsExactly(deadline(10, "a"), deadline(20, "b"));
        assertThat(take(29)).isEmpty();
        assertThat(take(30)).containsExactly(deadline(30, "c"));
    }

    @Test
    void what_is_due_at_this_very_moment_is_due() {
        queue.put(deadline(10, "a"));

        assertThat(take(9)).isEmpty();
        assertThat(take(10)).hasSize(1);
    }

    @Test
    void an_earlier_deadline_that_comes_after_a_tick_is_found() {
        take(1_000);
        queue.put(deadline(5, "late"));

        assertThat(take(1_000)).containsExactly(deadline(5, "late"));
    }

    @Test
    void a_deadline_put_while_another_is_taken_is_not_lost() {
        queue.put(deadline(10, "a"));
        List<DeadlineKey> taken = new ArrayList<>();

        queue.takeDue(at(100), LONG, due -> {
            taken.add(due);
            if (due.owner().equals("a")) {
                queue.put(deadline(5, "put-while-taking"));
            }
        });
        queue.takeDue(at(100), LONG, taken::add);

        assertThat(taken).containsExactly(deadline(10, "a"), deadline(5, "put-while-taking"));
    }

    @Test
    void S4_tells_since_when_something_has_waited_and_takes_nothing_on_no_budget() {
        queue.put(deadline(10, "a"));

        assertThat(queue.takeDue(at(100), Duration.ZERO, _ -> {
                    throw new AssertionError("there is no budget");
                }))
                .contains(at(10));
        assertThat(take(100)).hasSize(1);
        assertThat(queue.takeDue(at(100), Duration.ZERO, _ -> {})).isEmpty();
    }

    @Test
    void stops_when_its_budget_is_spent_and_goes_on_with_the_next() {
        for (int i = 0; i < 50; i++) {
            queue.put(deadline(i, "s"));
        }
        List<DeadlineKey> taken = new ArrayList<>();

        int slices = 0;
        while (queue.takeDue(at(100), Duration.ofNanos(1), taken::add).isPresent() && slices < 1_000) {
            queue.takeDue(at(100), Duration.ofMillis(1), due -> {
                taken.add(due);
                spendAMillisecond();
            });
            slices++;
        }

        assertThat(slices).isBetween(2, 60);
        assertThat(taken).hasSize(50).isSortedAccordingTo(Comparator.comparing(DeadlineKey::at));
    }

    @Test
    void a_clock_that_went_back_loses_nothing() {
        queue.put(deadline(50, "a"));
        take(40);

        assertThat(take(10)).isEmpty();
        queue.put(deadline(20, "b"));

        assertThat(take(60)).containsExactly(deadline(20, "b"), deadline(50, "a"));
    }

    @Test
    void S3_a_failing_action_is_not_swallowed() {
        queue.put(deadline(10, "a"));

        assertThatThrownBy(() -> queue.takeDue(at(100), LONG, _ -> {
                    throw new IllegalStateException("the rules are broken");
                }))
                .hasMessage("the rules are broken");
    }

    @Test
    void a_queue_over_an_old_store_finds_what_was_put_before_a_restart() {
        queue.put(deadline(10, "a"));

        List<DeadlineKey> taken = new ArrayList<>();
        new DeadlineQueue(store).takeDue(at(100), LONG, taken::add);

        assertThat(taken).containsExactly(deadline(10, "a"));
    }

    /** A step of the game: a deadline is put, or the time is that late. */
    record Step(boolean put, DeadlineKey deadline) {}

    @Property(tries = 300)
    void behaves_like_a_sorted_set(@ForAll("steps") List<Step> steps) {
        TreeSet<DeadlineKey> model =
                new TreeSet<>(Comparator.comparing(DeadlineKey::at).thenComparing(DeadlineKey::owner));
        DeadlineQueue real = new DeadlineQueue(store());
        for (Step step : steps) {
            if (step.put()) {
                model.add(step.deadline());
                real.put(step.deadline());
            } else {
                List<DeadlineKey> taken = new ArrayList<>();
                real.takeDue(step.deadline().at(), LONG, taken::add);
                List<DeadlineKey> due = new ArrayList<>();
                while (!model.isEmpty()
                        && !model.getFirst().at().isAfter(step.deadline().at())) {
                    due.add(model.removeFirst());
                }
                assertThat(taken).isEqualTo(due);
            }
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<DeadlineKey> deadlines = Combinators.combine(
                        Arbitraries.longs().between(0, 40), Arbitraries.of("a", "b", "é"))
                .as(DeadlineQueueTest::deadline);
        return Combinators.combine(Arbitraries.of(true, true, false), deadlines)
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }

    private List<DeadlineKey> take(long millis) {
        List<DeadlineKey> taken = new ArrayList<>();
        queue.takeDue(at(millis), LONG, taken::add);
        return taken;
    }

    private static void spendAMillisecond() {
        long until = System.nanoTime() + Duration.ofMillis(1).toNanos();
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    private static Instant at(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    private static DeadlineKey deadline(long millis, String owner) {
        return new DeadlineKey(at(millis), owner);
    }

    private static KeyValueStore<DeadlineKey, byte[]> store() {
        KeyValueStore<DeadlineKey, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("deadlines"), DeadlineKey.serde(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), store);
        return store;
    }
}
