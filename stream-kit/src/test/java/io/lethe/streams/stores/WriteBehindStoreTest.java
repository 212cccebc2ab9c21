package io.lethe.streams.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteBehindStoreTest {

    private static final int ROUNDS = 3 * WriteBehindStore.FULL;

    @TempDir
    private Path folder = Path.of("");

    private static Bytes key(int number) {
        return Bytes.wrap(new byte[] {(byte) (number >> 8), (byte) number});
    }

    private static byte[] value(int number) {
        return Integer.toString(number).getBytes(StandardCharsets.UTF_8);
    }

    private KeyValueStore<Bytes, byte[]> opened(KeyValueStore<Bytes, byte[]> store) {
        MockProcessorContext<Void, Void> context =
                new MockProcessorContext<>(new Properties(), new TaskId(0, 0), folder.toFile());
        store.init(context.getStateStoreContext(), store);
        return store;
    }

    private KeyValueStore<Bytes, byte[]> onDisk() {
        return Stores.inMemoryKeyValueStore("disk").get();
    }

    /** Does nothing before it is told to. */
    private static final class Idle implements Executor {

        private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        void work() {
            List<Runnable> due = new ArrayList<>();
            tasks.drainTo(due);
            due.forEach(Runnable::run);
        }
    }

    private record Step(int kind, int key, int value) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.integers().between(0, 40),
                        Arbitraries.integers().between(0, 1_000))
                .as(Step::new)
                .list()
                .ofMaxSize(200);
    }

    @Property(tries = 300)
    void S2_reads_and_lists_what_was_written_last_wherever_it_is_at_the_moment(@ForAll("steps") List<Step> steps) {
        Idle other = new Idle();
        KeyValueStore<Bytes, byte[]> disk = onDisk();
        WriteBehindStore store = new WriteBehindStore(disk, other);
        KeyValueStore<Bytes, byte[]> opened = openedInMemory(store);
        TreeMap<Bytes, String> expected = new TreeMap<>();
        for (Step step : steps) {
            Bytes key = key(step.key());
            switch (step.kind()) {
                case 0, 1, 2, 3 -> {
                    opened.put(key, value(step.value()));
                    expected.put(key, Integer.toString(step.value()));
                }
                case 4, 5 -> {
                    assertThat(text(opened.delete(key))).isEqualTo(expected.remove(key));
                }
                case 6 -> {
                    assertThat(text(opened.putIfAbsent(key, value(step.value()))))
                            .isEqualTo(expected.get(key));
                    expected.putIfAbsent(key, Integer.toString(step.value()));
                }
                case 7 -> {
                    for (int number = 0; number < WriteBehindStore.FULL; number++) {
                        opened.put(key(1_000 + number), value(step.value()));
                        expected.put(key(1_000 + number), Integer.toString(step.value()));
                    }
                    assertThat(text(opened.get(key(1_000)))).isEqualTo(Integer.toString(step.value()));
                    other.work();
                }
                case 8 -> other.work();
                default -> assertThat(text(opened.get(key))).isEqualTo(expected.get(key));
            }
        }
        expected.forEach((key, text) -> assertThat(text(opened.get(key))).isEqualTo(text));
        try (var _ = working(other)) {
            assertThat(contents(opened.all())).isEqualTo(expected);
        }
    }

    /** Has the other thread work while somebody waits for it. */
    private static Working working(Idle other) {
        Thread worker = Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    other.tasks.take().run();
                }
            } catch (InterruptedException told) {
                Thread.currentThread().interrupt();
            }
        });
        return worker::interrupt;
    }

    private interface Working extends AutoCloseable {
        @Override
        void close();
    }

    private static KeyValueStore<Bytes, byte[]> openedInMemory(KeyValueStore<Bytes, byte[]> store) {
        MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
        store.init(context.getStateStoreContext(), store);
        return store;
    }

    private static @Nullable String text(byte @Nullable [] value) {
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    private static Map<Bytes, String> contents(KeyValueIterator<Bytes, byte[]> entries) {
        Map<Bytes, String> contents = new TreeMap<>();
        try (entries) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                contents.put(entry.key, String.valueOf(text(entry.value)));
            }
        }
        return contents;
    }

    @Test
    void S2_another_thread_reads_every_write_from_when_it_was_made_while_entries_are_on_their_way() {
        KeyValueStore<Bytes, byte[]> store = opened(
                new WriteBehindStore(Stores.persistentKeyValueStore("disk").get(), Thread::startVirtualThread));
        List<Integer> wentBack = Collections.synchronizedList(new ArrayList<>());
        Bytes counter = key(0);
        store.put(counter, value(0));
        Thread reader = Thread.ofPlatform().start(() -> {
            int last = 0;
            while (last < ROUNDS && wentBack.isEmpty()) {
                int read = Integer.parseInt(String.valueOf(text(store.get(counter))));
                if (read < last) {
                    wentBack.add(read);
                }
                last = read;
            }
        });
        for (int round = 1; round <= ROUNDS; round++) {
            store.put(counter, value(round));
            store.put(key(round), value(round));
        }
        await().until(() -> !reader.isAlive());
        assertThat(wentBack).isEmpty();
        store.close();
    }

    @Test
    void E5_what_was_deleted_goes_from_disk_though_nothing_else_is_written() {
        KeyValueStore<Bytes, byte[]> disk = onDisk();
        KeyValueStore<Bytes, byte[]> store = opened(new WriteBehindStore(disk, Thread::startVirtualThread));
        store.put(key(1), value(1));
        await().until(() -> disk.get(key(1)) != null);

        store.put(key(1), null);

        await().until(() -> disk.get(key(1)) == null);
    }

    @Test
    void S2_offsets_are_kept_only_after_what_was_written_before_them() {
        KeyValueStore<Bytes, byte[]> disk = onDisk();
        KeyValueStore<Bytes, byte[]> store = opened(new WriteBehindStore(disk, Thread::startVirtualThread));
        store.put(key(1), value(1));

        store.commit(Map.of());

        assertThat(text(disk.get(key(1)))).isEqualTo("1");
    }

    @Test
    void S2_a_closed_store_has_everything_on_disk() {
        KeyValueStore<Bytes, byte[]> first = opened(
                new WriteBehindStore(Stores.persistentKeyValueStore("disk").get(), Thread::startVirtualThread));
        first.put(key(7), value(7));
        first.close();

        KeyValueStore<Bytes, byte[]> second = opened(
                new WriteBehindStore(Stores.persistentKeyValueStore("disk").get(), Thread::startVirtualThread));
        assertThat(text(second.get(key(7)))).isEqualTo("7");
        second.close();
    }

    @Test
    void S3_a_write_that_fails_on_the_other_thread_fails_the_one_that_writes() {
        KeyValueStore<Bytes, byte[]> failing = new WriteBehindStore(closedOnDisk(), Thread::startVirtualThread);
        assertThatThrownBy(() -> {
                    for (int number = 0; number <= 2 * WriteBehindStore.FULL; number++) {
                        failing.put(key(number), value(number));
                    }
                })
                .isInstanceOf(ProcessorStateException.class)
                .hasMessageContaining("disk");
        assertThatThrownBy(() -> failing.commit(Map.of())).isInstanceOf(ProcessorStateException.class);
    }

    private KeyValueStore<Bytes, byte[]> closedOnDisk() {
        KeyValueStore<Bytes, byte[]> disk =
                opened(Stores.persistentKeyValueStore("disk").get());
        disk.close();
        return disk;
    }
}
