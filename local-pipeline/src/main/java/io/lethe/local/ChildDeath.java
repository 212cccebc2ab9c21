package io.lethe.local;

import java.nio.file.Path;

/** A process of the pipeline ended that should not have. */
record ChildDeath(Part part, int exitCode, Path log) {

    String message() {
        return part.label() + " ended with exit code " + exitCode + "; its log is " + log;
    }
}
