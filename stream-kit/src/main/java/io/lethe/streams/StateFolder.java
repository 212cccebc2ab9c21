package io.lethe.streams;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder in which Kafka Streams keeps its stores, and a mark in it that says when it was last in use. A changelog keeps the mark of a deletion for a
 * quarter of the forgetting window: a store that is older, because somebody put an old copy back or the process was away for long, would never hear of it, and
 * the deleted would be there again (E6). A folder that is too old is thrown away, and the stores are restored from their changelogs.
 */
final class StateFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StateFolder.class);
    private static final String MARK = "lethe-in-use";

    /** Half of what a changelog leaves: the other half is for restoring. */
    private static final int OLDEST = 8;

    private static final int MARKS_IN_A_WINDOW = 64;

    private final Path folder;
    private final Duration window;
    private final InstantSource clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("state-folder").daemon().factory());

    /** @param clock the real one: it is brokers that forget */
    StateFolder(StreamsSettings settings, InstantSource clock) {
        this(
                settings.stateDir().resolve(settings.service().label()),
                settings.kafka().window().length(),
                clock);
    }

    StateFolder(Path folder, Duration window, InstantSource clock) {
        this.folder = folder;
        this.window = window;
        this.clock = clock;
    }

    /** Throws away what is too old, before anybody opens it, and marks what is there from now on. */
    void open() {
        Optional<Instant> used = lastUsed();
        Instant now = clock.instant();
        Duration most = window.dividedBy(OLDEST);
        boolean fresh =
                used.isPresent() && Duration.between(used.get(), now).abs().compareTo(most) <= 0;
        if (!fresh && Files.exists(folder)) {
            LOG.warn(
                    "the state folder was last in use {}, which is too long ago: it is thrown away, and restored from the changelogs",
                    used.map(Instant::toString).orElse("nobody knows when"));
            delete();
        }
        mark();
        long between = window.dividedBy(MARKS_IN_A_WINDOW).toMillis();
        thread.scheduleWithFixedDelay(this::mark, between, between, TimeUnit.MILLISECONDS);
    }

    private Optional<Instant> lastUsed() {
        try {
            Path mark = folder.resolve(MARK);
            return Files.exists(mark) ? Optional.of(Instant.parse(Files.readString(mark))) : Optional.empty();
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private void delete() {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the state folder is too old, and cannot be thrown away", e);
        }
    }

    /** What cannot be marked is thrown away at the next start, and that is all. */
    private void mark() {
        try {
            Files.createDirectories(folder);
            Path next = folder.resolve(MARK + ".next");
            Files.writeString(next, clock.instant().toString());
            Files.move(next, folder.resolve(MARK), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn(
                    "the state folder cannot be marked as in use ({})",
                    e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
