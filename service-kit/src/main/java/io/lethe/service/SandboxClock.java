package io.lethe.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A clock that several processes share through a small file and that somebody can move forward: for demonstrations, tests
 * and what-if runs. The file says what time it was in the sandbox at one real moment; from there the clock runs at the
 * real pace. It never goes backwards.
 */
public final class SandboxClock implements InstantSource {

    private static final long CHECK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Path file;
    private final InstantSource real;
    private Duration ahead;
    private Instant latest;
    private long checkedAt;

    /**
     * @throws UncheckedIOException where the file cannot be read
     */
    public SandboxClock(Path file, InstantSource real) {
        this.file = file;
        this.real = real;
        this.ahead = read();
        this.latest = Instant.MIN;
        this.checkedAt = System.nanoTime();
    }

    /** The system's clock, or the sandbox's where a file is given. */
    public static InstantSource of(Optional<Path> file) {
        return file.<InstantSource>map(path -> new SandboxClock(path, InstantSource.system()))
                .orElseGet(InstantSource::system);
    }

    @Override
    public synchronized Instant instant() {
        if (System.nanoTime() - checkedAt > CHECK_EVERY_NANOS) {
            ahead = read();
            checkedAt = System.nanoTime();
        }
        Instant now = real.instant().plus(ahead);
        if (now.isAfter(latest)) {
            latest = now;
        }
        return latest;
    }

    /** Sets the clock, for all processes that share the file: readers see the old time or the new one, nothing between. */
    public static void set(Path file, Instant sandboxNow, InstantSource real) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, sandboxNow + " " + real.instant() + System.lineSeparator());
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Duration read() {
        try {
            String[] words = Files.readString(file).strip().split(" ", -1);
            if (words.length != 2) {
                throw new IOException(
                        "clock file '" + file + "' must hold two instants: the sandbox's and the real one");
            }
            return Duration.between(Instant.parse(words[1]), Instant.parse(words[0]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
