package io.lethe.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.local.folder.Installation;
import io.lethe.local.folder.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
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
        assertThat(left).startsWith("-XX:AOTCacheOutput=");

        // when
        Files.writeString(Path.of(left.substring(left.indexOf('=') + 1)), "classes");
        archives.keep(Part.BROKER, jar.toString());

        // then
        assertThat(archives.option(Part.BROKER, jar.toString())).startsWith("-XX:AOTCache=");
        assertThat(archives.option(Part.REGISTRY, jar.toString())).startsWith("-XX:AOTCacheOutput=");
        Files.writeString(jar, "other");
        assertThat(archives.option(Part.BROKER, jar.toString())).startsWith("-XX:AOTCacheOutput=");
    }

    @Test
    @DisplayName(
            "a jar built again is another one, whatever the JVM would say: other size or other time, under the same name")
    void a_jar_built_again_is_another_one() throws IOException {
        // given
        Path jar = Files.writeString(folder.resolve("a.jar"), "one");
        FileTime built = Files.getLastModifiedTime(jar);
        Archives archives = new Archives(folder.resolve("archives"));
        Path cache = archives.file(Part.BROKER, jar.toString());

        // then
        Files.setLastModifiedTime(jar, FileTime.from(built.toInstant().plusMillis(1)));
        assertThat(archives.file(Part.BROKER, jar.toString())).isNotEqualTo(cache);
        Files.setLastModifiedTime(jar, FileTime.from(built.toInstant().minus(Duration.ofDays(400))));
        assertThat(archives.file(Part.BROKER, jar.toString())).isNotEqualTo(cache);
        Files.writeString(jar, "more");
        Files.setLastModifiedTime(jar, built);
        assertThat(archives.file(Part.BROKER, jar.toString())).isNotEqualTo(cache);
        Files.writeString(jar, "one");
        Files.setLastModifiedTime(jar, built);
        assertThat(archives.file(Part.BROKER, jar.toString())).isEqualTo(cache);
    }

    @Test
    @DisplayName("what was made of jars that are built again meanwhile is not kept")
    void what_was_made_of_other_jars_is_not_kept() throws IOException {
        // given
        Path jar = Files.writeString(folder.resolve("a.jar"), "one");
        Archives archives = new Archives(folder.resolve("archives"));
        archives.prepare();
        String left = archives.option(Part.BROKER, jar.toString());
        Files.writeString(Path.of(left.substring(left.indexOf('=') + 1)), "classes");

        // when
        Files.writeString(jar, "another");
        archives.keep(Part.BROKER, jar.toString());

        // then
        assertThat(archives.option(Part.BROKER, jar.toString())).startsWith("-XX:AOTCacheOutput=");
    }

    @Test
    @DisplayName("half a file of a process that was killed is cleared away")
    void half_a_file_is_cleared_away() throws IOException {
        Path archives = Files.createDirectories(folder.resolve("archives"));
        Path abandoned = Files.createFile(archives.resolve("kafka-00.aot.4194304999.next"));
        Path configuration = Files.createFile(archives.resolve("kafka-00.aot.4194304999.next.config"));
        Path ours = Files.createFile(
                archives.resolve("kafka-00.aot." + ProcessHandle.current().pid() + ".next"));

        new Archives(archives).prepare();

        assertThat(abandoned).doesNotExist();
        assertThat(configuration).doesNotExist();
        assertThat(ours).exists();
    }

    @Test
    @DisplayName(
            "a cache that is none, or was made for a class path of other names, is left unused, and nobody is told an error")
    void a_cache_that_does_not_fit_is_left_unused() throws Exception {
        // given
        Path garbage = Files.writeString(folder.resolve("garbage.aot"), "no cache".repeat(10_000));
        Path first = jar("first.jar");
        Path made = folder.resolve("made.aot");
        assertThat(run("-XX:AOTCacheOutput=" + made, "-cp", first.toString(), "-version"))
                .isZero();
        assertThat(made).exists();
        byte[] bytes = Files.readAllBytes(made);
        Path half = Files.write(folder.resolve("half.aot"), Arrays.copyOf(bytes, bytes.length / 2));
        Path other = jar("other.jar");

        // then
        for (Path cache : List.of(garbage, half, made)) {
            assertThat(run("-XX:AOTCache=" + cache, "-cp", other.toString(), "-version"))
                    .as(cache.toString())
                    .isZero();
        }
    }

    private Path jar(String name) throws IOException {
        Path jar = folder.resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry(name));
        }
        return jar;
    }

    private static int run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Installation.java().toString(), "-XX:+UseSerialGC"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
