package io.lethe.local.folder;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the built project is.
 *
 * @param home the project folder, with the launcher in it
 */
public record Installation(Path home) {

    private static final String HOME = "lethe.home";

    /** The one this process was started from, by the launcher or by the tests. */
    public static Installation current() {
        String home = System.getProperty(HOME);
        if (home == null) {
            throw new IllegalStateException("the system property " + HOME + " must name the project folder");
        }
        return new Installation(Path.of(home).toAbsolutePath().normalize());
    }

    private Path target() {
        return home.resolve("local-pipeline").resolve("target");
    }

    /** This module's own jar: all that the tether needs. */
    public Path ownJar() {
        return target().resolve("local-pipeline.jar");
    }

    public Path registry() {
        return target().resolve("registry");
    }

    /** Where ahead-of-time caches are kept, which make the next start quicker. */
    public Path archives() {
        return target().resolve("archives");
    }

    /** Every jar that the launcher and the services need, always in the same order. */
    public String classPath() {
        try (Stream<Path> jars = Files.list(target().resolve("lib"))) {
            return Stream.concat(
                            Stream.of(ownJar()),
                            jars.filter(jar -> jar.toString().endsWith(".jar")).sorted())
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (IOException e) {
            throw new UncheckedIOException("the project is not built: run ./lethe, which builds it", e);
        }
    }

    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }
}
