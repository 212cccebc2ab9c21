package io.lethe.local.folder;

import io.lethe.service.SandboxClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.InstantSource;

/** The sandbox clock of a data folder, which its services follow. */
public final class FolderClock {

    private FolderClock() {}

    /** Whether the folder is on a sandbox clock; else it is on the real one. */
    public static boolean isIn(DataFolder data) {
        return Files.exists(data.clock());
    }

    /** The clock of a folder that has one. */
    public static InstantSource of(DataFolder data) {
        return new SandboxClock(data.clock(), InstantSource.system());
    }

    public static void set(DataFolder data, Instant instant) {
        try {
            SandboxClock.set(data.clock(), instant, InstantSource.system());
        } catch (IOException e) {
            throw new UncheckedIOException("the clock file cannot be written", e);
        }
    }
}
