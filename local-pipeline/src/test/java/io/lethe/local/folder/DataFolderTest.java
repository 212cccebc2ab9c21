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
    void secrets_are_made_once_and_only_their_owner_can_read_them() throws IOException {
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
    void one_process_has_the_folder_what_it_has_written_down_counts_only_while_it_has_it() {
        FileLock claim = data.claim().orElseThrow();
        new RunningPipeline(1, Ports.DEFAULT, true).store(data);

        assertThat(data.claim()).isEmpty();
        assertThat(RunningPipeline.on(data)).contains(new RunningPipeline(1, Ports.DEFAULT, true));

        DataFolder.release(claim);

        assertThat(RunningPipeline.on(data)).isEmpty();
        assertThat(data.isClaimed()).isFalse();
    }

    @Test
    void nobody_but_its_owner_gets_into_the_folder_whichever_command_makes_it_the_brokers_files_in_it_name_people()
            throws IOException {
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
    void keys_are_fresh_at_each_start_and_only_their_owner_can_read_them() throws IOException {
        data.prepare();
        Keys.fresh().store(data);
        String before = Files.readString(data.keys());
        // Whoever was let in for a while is not let in again.
        Files.setPosixFilePermissions(data.keys(), PosixFilePermissions.fromString("rw-r--r--"));
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
    void a_folder_without_keys_is_told_to_be_started_again() {
        assertThatThrownBy(() -> Keys.of(data))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("keys.env")
                .hasMessageContaining("start it again");
    }

    @Test
    void a_folder_that_was_never_used_has_nothing() {
        assertThat(Choices.in(data)).isEmpty();
        assertThat(data.isClaimed()).isFalse();
        assertThat(RunningPipeline.on(data)).isEmpty();
    }
}
