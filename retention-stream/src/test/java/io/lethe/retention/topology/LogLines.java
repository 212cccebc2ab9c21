package io.lethe.retention.topology;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is written to the log, as an operator reads it. */
final class LogLines {

    /** Something that may write to the log. */
    interface Work {
        void run() throws Exception;
    }

    private LogLines() {}

    /** The lines that are written while something is done. */
    static List<String> of(Work work) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (PrintStream capture = new PrintStream(written, true, StandardCharsets.UTF_8)) {
            System.setOut(capture);
            work.run();
        } finally {
            System.setOut(before);
        }
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
