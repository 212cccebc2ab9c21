package io.lethe.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Duration WINDOW = Duration.ofHours(24);

    @TempDir
    private Path root = Path.of("");

    private void used(Instant at) {
        try (StateFolder folder = new StateFolder(root.resolve("service"), WINDOW, () -> at)) {
            folder.open();
        }
    }

    private Path store() throws IOException {
        Path store = root.resolve("service").resolve("0_1").resolve("rocksdb").resolve("identities");
        Files.createDirectories(store);
        return Files.writeString(store.resolve("000012.sst"), "sealed");
    }

    @Test
    void E6_a_folder_that_was_in_use_a_while_ago_goes_on_and_one_that_was_longer_ago_is_thrown_away() throws Exception {
        used(NOON);
        Path store = store();

        used(NOON.plus(Duration.ofHours(3)));
        assertThat(store).exists();

        used(NOON.plus(Duration.ofHours(6)).plusMillis(1));
        assertThat(store).doesNotExist();
        assertThat(root.resolve("service").resolve("0_1")).doesNotExist();
    }

    @Test
    void E6_a_folder_of_which_nobody_knows_when_it_was_in_use_is_thrown_away() throws Exception {
        Path store = store();

        used(NOON);

        assertThat(store).doesNotExist();
    }

    @Test
    void E6_a_mark_that_is_no_time_or_lies_ahead_is_no_mark() throws Exception {
        used(NOON);
        Path store = store();
        Files.writeString(root.resolve("service").resolve("lethe-in-use"), "yesterday");
        used(NOON);
        assertThat(store).doesNotExist();

        store = store();
        used(NOON.minus(Duration.ofHours(4)));
        assertThat(store).doesNotExist();
    }
}
