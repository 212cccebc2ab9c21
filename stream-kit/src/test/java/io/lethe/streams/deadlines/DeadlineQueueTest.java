package io.lethe.streams.deadlines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** The queue of deadlines. */
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
    void S4_tells_since_when_something_has_been_due_and_takes_nothing_by_telling() {
        queue.put(deadline(10, "a"));

        assertThat(queue.oldestDue(at(9))).isEmpty();
        assertThat(queue.oldestDue(at(100))).contains(at(10));
        assertThat(take(100)).containsExactly(deadline(10, "a"));
        assertThat(queue.oldestDue(at(100))).isEmpty();
        queue.put(deadline(5, "late"));
        assertThat(queue.oldestDue(at(100))).contains(at(5));
    }

    @Test
    void takes_one_even_when_the_budget_is_gone_before_the_first() {
        DeadlineQueue slow = new DeadlineQueue(store, everySecond(), 16);
        slow.put(deadline(10, "a"));
        slow.put(deadline(10, "b"));
        List<DeadlineKey> taken = new ArrayList<>();

        assertThat(slow.takeDue(at(100), Duration.ZERO, taken::add)).contains(at(10));
        assertThat(taken).containsExactly(deadline(10, "a"));
        assertThat(slow.takeDue(at(100), Duration.ZERO, taken::add)).isEmpty();
        assertThat(taken).containsExactly(deadline(10, "a"), deadline(10, "b"));
    }

    @Test
    void stops_when_its_budget_is_spent_and_goes_on_with_the_next() {
        DeadlineQueue slow = new DeadlineQueue(store, everySecond(), 16);
        for (int i = 0; i < 50; i++) {
            slow.put(deadline(i, "s"));
        }
        List<DeadlineKey> taken = new ArrayList<>();

        int slices = 1;
        while (slow.takeDue(at(100), Duration.ofSeconds(5), taken::add).isPresent()) {
            slices++;
        }

        assertThat(slices).isEqualTo(10);
        assertThat(taken).hasSize(50).isSortedAccordingTo(Comparator.comparing(DeadlineKey::at));
    }

    @Test
    void R3_a_slice_of_one_crowded_millisecond_costs_what_it_takes_and_not_what_was_taken_before() {
        StoreWithTombstones crowded = new StoreWithTombstones();
        DeadlineQueue slow = new DeadlineQueue(crowded.store(), everySecond(), 16);
        for (int i = 0; i < 2_000; i++) {
            slow.put(deadline(10, "s" + i));
        }
        List<DeadlineKey> taken = new ArrayList<>();

        int slices = 1;
        while (slow.takeDue(at(100), Duration.ofSeconds(2), taken::add).isPresent()) {
            slow.oldestDue(at(100));
            slices++;
        }

        assertThat(slices).isEqualTo(1_000);
        assertThat(taken).hasSize(2_000).doesNotHaveDuplicates().isSorted();
        // Each of the slices, and each of the looks between them, meets the next that is left, and no tombstone.
        assertThat(crowded.visited()).isLessThanOrEqualTo(2_000 + 2 * 1_000);
        long before = crowded.visited();
        slow.takeDue(at(101), Duration.ofSeconds(2), taken::add);
        assertThat(crowded.visited()).isEqualTo(before);
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

    @Test
    void R3_however_many_there_are_the_store_is_not_looked_at_again_while_nothing_is_due() {
        StoreWithTombstones many = new StoreWithTombstones();
        DeadlineQueue few = new DeadlineQueue(many.store(), System::nanoTime, 16);
        for (int i = 0; i < 1_000; i++) {
            few.put(deadline(1_000 - i, "s"));
        }
        few.takeDue(at(0), LONG, _ -> {});
        long before = many.visited();

        few.takeDue(at(0), LONG, _ -> {});

        assertThat(few.oldestDue(at(0))).isEmpty();
        assertThat(many.visited()).isEqualTo(before);
    }

    /** A step of the game: a deadline is put or cancelled, or the time is that late. */
    record Step(Kind kind, DeadlineKey deadline) {

        enum Kind {
            PUT,
            CANCEL,
            TAKE
        }

        /** Carries out all but taking. */
        boolean isCarriedOut(TreeSet<DeadlineKey> model, DeadlineQueue real) {
            switch (kind) {
                case PUT -> {
                    model.add(deadline);
                    real.put(deadline);
                }
                case CANCEL -> {
                    model.remove(deadline);
                    real.cancel(deadline);
                }
                case TAKE -> {
                    return false;
                }
            }
            return true;
        }
    }

    @Property(tries = 300)
    void behaves_like_a_sorted_set(@ForAll("steps") List<Step> steps) {
        TreeSet<DeadlineKey> model =
                new TreeSet<>(Comparator.comparing(DeadlineKey::at).thenComparing(DeadlineKey::owner));
        DeadlineQueue real = new DeadlineQueue(store(), System::nanoTime, 2);
        for (Step step : steps) {
            if (!step.isCarriedOut(model, real)) {
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

    @Property(tries = 300)
    void loses_nothing_and_repeats_nothing_in_slices_of_one(@ForAll("steps") List<Step> steps) {
        TreeSet<DeadlineKey> model = new TreeSet<>();
        DeadlineQueue real = new DeadlineQueue(store(), System::nanoTime, 2);
        for (Step step : steps) {
            if (step.isCarriedOut(model, real)) {
                continue;
            }
            Instant now = step.deadline().at();
            assertThat(real.oldestDue(now)).isEqualTo(oldest(model, now));
            List<DeadlineKey> taken = new ArrayList<>();
            Optional<DeadlineKey> first = oldest(model, now).map(_ -> model.removeFirst());
            Optional<Instant> left = real.takeDue(now, Duration.ZERO, taken::add);
            assertThat(taken).isEqualTo(first.stream().toList());
            assertThat(left).isEqualTo(oldest(model, now));
        }
    }

    private static Optional<Instant> oldest(TreeSet<DeadlineKey> model, Instant now) {
        return model.stream().findFirst().map(DeadlineKey::at).filter(at -> !at.isAfter(now));
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<DeadlineKey> deadlines = Combinators.combine(
                        Arbitraries.longs().between(0, 40), Arbitraries.of("a", "b", "é"))
                .as(DeadlineQueueTest::deadline);
        return Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(4, Arbitraries.just(Step.Kind.PUT)),
                                Tuple.of(1, Arbitraries.just(Step.Kind.CANCEL)),
                                Tuple.of(2, Arbitraries.just(Step.Kind.TAKE))),
                        deadlines)
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }

    private List<DeadlineKey> take(long millis) {
        List<DeadlineKey> taken = new ArrayList<>();
        queue.takeDue(at(millis), LONG, taken::add);
        return taken;
    }

    /** A second goes by between any two looks. */
    private static LongSupplier everySecond() {
        AtomicLong time = new AtomicLong();
        return () -> time.addAndGet(Duration.ofSeconds(1).toNanos());
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
