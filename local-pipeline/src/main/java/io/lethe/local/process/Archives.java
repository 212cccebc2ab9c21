package io.lethe.local.process;

import io.lethe.local.folder.Part;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Ahead-of-time caches: what a JVM has loaded, linked and learned about its methods once, so that the next one starts with a
 * part of the work. A child that ends cleanly leaves one behind; it is used as long as JVM and jars are the same. That is
 * found out here, by a fingerprint in the name: a JVM may take a cache of other jars, and run the code that they held. One that is
 * none, or half a file, it does without.
 */
final class Archives {

    private static final Pattern UNFINISHED = Pattern.compile(".*\\.aot\\.(?<pid>\\d{1,10})\\.next(\\.config)?");

    private final Path folder;

    Archives(Path folder) {
        this.folder = folder;
    }

    /** The cache of a part, if there is one for exactly this class path. */
    Path file(Part part, String classPath) {
        return folder.resolve(part.label() + "-" + fingerprint(classPath) + ".aot");
    }

    /** The option that makes a child use its cache, or leave one behind when it has none. */
    String option(Part part, String classPath) {
        Path archive = file(part, classPath);
        return Files.exists(archive) ? "-XX:AOTCache=" + archive : "-XX:AOTCacheOutput=" + unfinished(archive);
    }

    /** Takes over what a child has left behind. To be called only when it has ended by itself: else it may be half a file. */
    void keep(Part part, String classPath) {
        Path archive = file(part, classPath);
        Path unfinished = unfinished(archive);
        if (!Files.exists(unfinished)) {
            return;
        }
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> older = all.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.startsWith(part.label() + "-") && name.matches(".*\\.(aot|jsa)");
                    })
                    .toList();
            for (Path file : older) {
                Files.deleteIfExists(file);
            }
            Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("the ahead-of-time cache " + archive + " cannot be kept", e);
        }
    }

    /** Makes the folder that children write to, and clears away what killed ones have left. */
    void prepare() {
        try {
            Files.createDirectories(folder);
            try (Stream<Path> all = Files.list(folder)) {
                for (Path file : all.filter(Archives::isAbandoned).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be prepared", e);
        }
    }

    private static boolean isAbandoned(Path file) {
        Matcher unfinished = UNFINISHED.matcher(file.getFileName().toString());
        return unfinished.matches()
                && ProcessHandle.of(Long.parseLong(unfinished.group("pid"))).isEmpty();
    }

    /** Each supervisor's children write to files of their own. */
    private static Path unfinished(Path archive) {
        return archive.resolveSibling(
                archive.getFileName() + "." + ProcessHandle.current().pid() + ".next");
    }

    private static String fingerprint(String classPath) {
        CRC32C sum = new CRC32C();
        update(sum, Runtime.version().toString());
        for (String jar : classPath.split(File.pathSeparator, -1)) {
            Path path = Path.of(jar);
            try {
                update(sum, jar + " " + Files.size(path) + " " + Files.getLastModifiedTime(path));
            } catch (IOException e) {
                throw new UncheckedIOException(jar + " cannot be read", e);
            }
        }
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }

    private static void update(CRC32C sum, String text) {
        sum.update(text.getBytes(StandardCharsets.UTF_8));
    }
}
