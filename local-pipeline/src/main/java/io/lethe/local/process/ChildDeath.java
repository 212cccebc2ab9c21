package io.lethe.local.process;

import io.lethe.local.folder.Part;
import io.lethe.service.ServiceMain.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;

/** A process of the pipeline ended that should not have. */
public record ChildDeath(Part part, int exitCode, Path log) {

    private static final int OUT_OF_MEMORY = 3;
    private static final int SIGNALLED = 128;
    private static final int LAST_LINES = 5;

    public String message() {
        return part.label() + " ended with exit code " + exitCode + why() + "; its log is " + log;
    }

    /** The end of its log, which may lie in a folder that is about to go; empty where it cannot be read. */
    String lastWords() {
        Deque<String> last = new ArrayDeque<>();
        try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
            lines.filter(line -> !line.isBlank()).forEach(line -> {
                last.addLast("\n  | " + line);
                if (last.size() > LAST_LINES) {
                    last.removeFirst();
                }
            });
        } catch (IOException | UncheckedIOException e) {
            last.addLast("\n  (its log cannot be read: " + e.getClass().getSimpleName() + ")");
        }
        return String.join("", last);
    }

    /** Whether the process found its settings wrong, which no second start mends. */
    boolean isMisconfigured() {
        return exitCode == ExitCode.CONFIGURATION.value();
    }

    private String why() {
        if (isMisconfigured()) {
            return " (its configuration is wrong)";
        }
        if (exitCode == OUT_OF_MEMORY) {
            return " (out of memory)";
        }
        return exitCode > SIGNALLED ? " (signal " + (exitCode - SIGNALLED) + ")" : "";
    }
}
