package io.lethe.local.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lethe.service.AccessKeys.Role;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    Path folder = Path.of("");

    private DataFolder data = new DataFolder(folder);

    @BeforeEach
    void inTheFolder() {
        data = new DataFolder(folder.resolve("data"));
    }

    @Test
    @DisplayName("secrets are made once, and only their owner can read them")
    void secrets_are_made_once_for_their_owner() throws IOException {
        data.prepare();
        String pepper = Files.readString(data.pepper());
        String keys = Files.readString(data.identifierKeys());

        data.prepare();

        assertThat(Files.readString(data.pepper())).isEqualTo(pepper).hasSize(64);
        assertThat(Files.readString(data.identifierKeys())).isEqualTo(keys);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.pepper())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(data.pepper().getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    @DisplayName("one process has the folder; what it has written down counts only while it has it")
    void one_process_has_the_folder() {
        FileLock claim = data.claim().orElseThrow();
        new Running(1, Ports.DEFAULT, true).store(data);

        assertThat(data.claim()).isEmpty();
        assertThat(Running.on(data)).contains(new Running(1, Ports.DEFAULT, true));

        DataFolder.release(claim);

        assertThat(Running.on(data)).isEmpty();
        assertThat(data.isClaimed()).isFalse();
    }

    @Test
    @DisplayName(
            "nobody but its owner gets into the folder, whichever command makes it: the broker's files in it name people")
    void nobody_else_gets_into_the_folder() throws IOException {
        DataFolder.release(data.claim().orElseThrow());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.root())))
                .isEqualTo("rwx------");
    }

    @Test
    void choices_are_kept() {
        data.prepare();
        Choices choices = new Choices(Duration.ofMinutes(2), Optional.of(Path.of("/a/policy.yaml")));

        choices.store(data);

        assertThat(Choices.in(data)).contains(choices);
    }

    @Test
    @DisplayName("keys are fresh at each start, and only their owner can read them")
    void keys_are_fresh_for_their_owner() throws IOException {
        data.prepare();
        Keys.fresh().store(data);
        String before = Files.readString(data.keys());
        Keys keys = Keys.fresh();

        keys.store(data);

        assertThat(Files.readString(data.keys())).isNotEqualTo(before);
        assertThat(Files.readAllLines(data.keys()))
                .extracting(line -> line.replaceFirst("=[A-Za-z0-9_-]{43}$", "=…"))
                .containsExactly(
                        "LETHE_BACKEND_KEY=…", "LETHE_OPERATOR_KEY=…", "LETHE_RECIPIENT_KEY=…", "LETHE_WRITE_KEY=…");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.keys())))
                .isEqualTo("rw-------");
        for (Role role : Role.values()) {
            assertThat(Keys.of(data).authorization(role)).isEqualTo(keys.authorization(role));
        }
    }

    @Test
    @DisplayName("a folder without keys is told to be started again")
    void a_folder_without_keys_is_told() {
        assertThatThrownBy(() -> Keys.of(data))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("keys.env")
                .hasMessageContaining("start it again");
    }

    @Test
    void a_folder_that_was_never_used_has_nothing() {
        assertThat(Choices.in(data)).isEmpty();
        assertThat(data.isClaimed()).isFalse();
        assertThat(Running.on(data)).isEmpty();
    }
}
