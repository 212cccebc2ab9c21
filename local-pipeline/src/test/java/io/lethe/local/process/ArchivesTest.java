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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchivesTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void what_a_child_leaves_behind_is_used_from_the_next_start_on_until_a_jar_changes() throws IOException {
        Path jar = Files.writeString(folder.resolve("a.jar"), "one");
        Archives archives = new Archives(folder.resolve("archives"));
        archives.prepare();
        String left = archives.option(Part.BROKER, jar.toString());
        assertThat(left).startsWith("-XX:AOTCacheOutput=");

        Files.writeString(Path.of(left.substring(left.indexOf('=') + 1)), "classes");
        archives.keep(Part.BROKER, jar.toString());

        assertThat(archives.option(Part.BROKER, jar.toString())).startsWith("-XX:AOTCache=");
        assertThat(archives.option(Part.REGISTRY, jar.toString())).startsWith("-XX:AOTCacheOutput=");
        Files.writeString(jar, "other");
        assertThat(archives.option(Part.BROKER, jar.toString())).startsWith("-XX:AOTCacheOutput=");
    }

    @Test
    void a_jar_built_again_is_another_one_whatever_the_JVM_would_say_other_size_or_other_time_under_the_same_name()
            throws IOException {
        Path jar = Files.writeString(folder.resolve("a.jar"), "one");
        FileTime built = Files.getLastModifiedTime(jar);
        Archives archives = new Archives(folder.resolve("archives"));
        Path cache = archives.file(Part.BROKER, jar.toString());

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
    void what_was_made_of_jars_that_are_built_again_meanwhile_is_not_kept() throws IOException {
        Path jar = Files.writeString(folder.resolve("a.jar"), "one");
        Archives archives = new Archives(folder.resolve("archives"));
        archives.prepare();
        String left = archives.option(Part.BROKER, jar.toString());
        Files.writeString(Path.of(left.substring(left.indexOf('=') + 1)), "classes");

        Files.writeString(jar, "another");
        archives.keep(Part.BROKER, jar.toString());

        assertThat(archives.option(Part.BROKER, jar.toString())).startsWith("-XX:AOTCacheOutput=");
    }

    @Test
    void half_a_file_of_a_process_that_was_killed_is_cleared_away() throws IOException {
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
    void a_cache_that_is_none_or_was_made_for_a_class_path_of_other_names_is_left_unused_and_nobody_is_told_an_error()
            throws Exception {
        Path garbage = Files.writeString(folder.resolve("garbage.aot"), "no cache".repeat(10_000));
        Path first = jar("first.jar");
        Path made = folder.resolve("made.aot");
        assertThat(run("-XX:AOTCacheOutput=" + made, "-cp", first.toString(), "-version"))
                .isZero();
        assertThat(made).exists();
        byte[] bytes = Files.readAllBytes(made);
        Path half = Files.write(folder.resolve("half.aot"), Arrays.copyOf(bytes, bytes.length / 2));
        Path other = jar("other.jar");

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
