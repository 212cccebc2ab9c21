package io.lethe.local.process;

import io.lethe.local.folder.Part;
import io.lethe.service.ServiceMain.ExitCode;
import java.nio.file.Path;

/** A process of the pipeline ended that should not have. */
public record ChildDeath(Part part, int exitCode, Path log) {

    private static final int OUT_OF_MEMORY = 3;
    private static final int SIGNALLED = 128;

    public String message() {
        return part.label() + " ended with exit code " + exitCode + why() + "; its log is " + log;
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
