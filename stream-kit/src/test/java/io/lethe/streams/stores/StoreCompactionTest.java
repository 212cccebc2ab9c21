package io.lethe.streams.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** E5: what a store has deleted is in its files until they are written anew. */
class StoreCompactionTest {

    private static final String MARKER = "k7-in-a-store";

    @TempDir
    private Path folder = Path.of("");

    private KeyValueStore<Bytes, byte[]> store =
            Stores.inMemoryKeyValueStore("none").get();

    @BeforeEach
    void open() {
        store = new WriteBehindStore(Stores.persistentKeyValueStore("kept").get(), Runnable::run);
        MockProcessorContext<Void, Void> context =
                new MockProcessorContext<>(new Properties(), new TaskId(0, 0), folder.toFile());
        store.init(context.getStateStoreContext(), store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void E5_what_was_deleted_is_in_no_file_afterwards_and_what_was_not_still_is() throws IOException {
        store.put(key("deleted"), bytes(MARKER + "-deleted"));
        store.put(key("spared"), bytes(MARKER + "-spared"));
        store.commit(Map.of());
        store.put(key("deleted"), null);
        store.commit(Map.of());

        assertThat(compaction().run()).isTrue();

        assertThat(filesWith(MARKER + "-deleted")).isEmpty();
        assertThat(filesWith(MARKER + "-spared")).isNotEmpty();
        assertThat(store.get(key("spared"))).isEqualTo(bytes(MARKER + "-spared"));
        assertThat(store.get(key("deleted"))).isNull();
    }

    @Test
    void E5_a_store_that_no_processor_sees_is_found_by_its_name_while_it_is_open() throws IOException {
        store.put(key("deleted"), bytes(MARKER));
        store.commit(Map.of());
        store.delete(key("deleted"));

        assertThat(StoreCompaction.ofAll("kept")).containsExactly(compaction()).allMatch(StoreCompaction::run);

        assertThat(filesWith(MARKER)).isEmpty();
        assertThat(StoreCompaction.ofAll("another")).isEmpty();
        store.close();
        assertThat(StoreCompaction.ofAll("kept")).isEmpty();
    }

    @Test
    void what_is_written_after_a_run_is_written_anew_by_the_next() throws IOException {
        assertThat(compaction().run()).isTrue();
        store.put(key("deleted"), bytes(MARKER));
        store.commit(Map.of());
        assertThat(compaction().run()).isTrue();
        assertThat(filesWith(MARKER)).isNotEmpty();
        store.delete(key("deleted"));

        assertThat(compaction().run()).isTrue();

        assertThat(filesWith(MARKER)).isEmpty();
    }

    @Test
    void a_store_that_is_closed_is_left_alone_and_one_in_memory_has_nothing_to_write() {
        assertThat(StoreCompaction.of(Stores.inMemoryKeyValueStore("memory").get()))
                .isEmpty();
        StoreCompaction compaction = compaction();

        store.close();
        store.close();

        assertThat(compaction.run()).isFalse();
    }

    private StoreCompaction compaction() {
        return StoreCompaction.of(store).orElseThrow();
    }

    private List<Path> filesWith(String text) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> contains(file, text))
                    .toList();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Bytes key(String name) {
        return Bytes.wrap(bytes(name));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
