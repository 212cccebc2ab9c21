package io.lethe.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchivesTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    @DisplayName("what a child leaves behind is used from the next start on, until a jar changes")
    void what_a_child_leaves_behind_is_used_until_a_jar_changes() throws IOException {
        // given
        Path jar = Files.writeString(folder.resolve("a.jar"), "one");
        Archives archives = new Archives(folder.resolve("archives"));
        archives.prepare();
        String left = archives.option(Part.BROKER, jar.toString());
        assertThat(left).startsWith("-XX:ArchiveClassesAtExit=");

        // when
        Files.writeString(Path.of(left.substring(left.indexOf('=') + 1)), "classes");
        archives.keep(Part.BROKER, jar.toString());

        // then
        assertThat(archives.option(Part.BROKER, jar.toString())).startsWith("-XX:SharedArchiveFile=");
        assertThat(archives.option(Part.REGISTRY, jar.toString())).startsWith("-XX:ArchiveClassesAtExit=");
        Files.writeString(jar, "other");
        assertThat(archives.option(Part.BROKER, jar.toString())).startsWith("-XX:ArchiveClassesAtExit=");
    }

    @Test
    @DisplayName("half a file of a process that was killed is cleared away")
    void half_a_file_is_cleared_away() throws IOException {
        Path archives = Files.createDirectories(folder.resolve("archives"));
        Path abandoned = Files.createFile(archives.resolve("kafka-00.jsa.4194304999.next"));
        Path ours = Files.createFile(
                archives.resolve("kafka-00.jsa." + ProcessHandle.current().pid() + ".next"));

        new Archives(archives).prepare();

        assertThat(abandoned).doesNotExist();
        assertThat(ours).exists();
    }
}
