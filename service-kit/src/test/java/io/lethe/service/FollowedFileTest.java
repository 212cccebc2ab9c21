package io.lethe.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowedFileTest {

    @TempDir
    private Path folder = Path.of("");

    private final List<String> taken = new CopyOnWriteArrayList<>();
    private @Nullable FollowedFile followed;

    @AfterEach
    void stop() {
        if (followed != null) {
            followed.close();
        }
    }

    @Test
    void what_it_says_is_taken_at_once_and_each_time_it_is_another() throws IOException {
        Path file = written("one");
        followed = FollowedFile.follow(file, taken::add);
        await().until(() -> taken.contains("one"));

        replace(file, "two");

        await().until(() -> taken.contains("two"));
        assertThat(taken).containsExactly("one", "two");
    }

    @Test
    void what_is_refused_or_cannot_be_read_does_not_end_it() throws IOException {
        Path file = written("one");
        List<String> offered = new CopyOnWriteArrayList<>();
        followed = FollowedFile.follow(file, text -> {
            offered.add(text);
            if (text.equals("bad")) {
                throw new IllegalArgumentException("is none");
            }
            taken.add(text);
        });
        await().until(() -> taken.contains("one"));

        replace(file, "bad");
        await().until(() -> offered.contains("bad"));
        Files.delete(file);
        replace(file, "three");

        await().until(() -> taken.contains("three"));
        assertThat(taken).containsExactly("one", "three");
    }

    private Path written(String text) throws IOException {
        return Files.writeString(folder.resolve("secret"), text + "\n");
    }

    /** As whoever rotates a secret should: never half of it. */
    private void replace(Path file, String text) throws IOException {
        Path next = Files.writeString(folder.resolve("next"), text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
