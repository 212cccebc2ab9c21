package io.lethe.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A secret in a file that may become another while the service runs. What cannot be read, or is refused, changes nothing. */
public final class FollowedFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FollowedFile.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Path file;
    private final Consumer<String> target;
    private final ScheduledExecutorService thread;
    private String last;

    private FollowedFile(Path file, Consumer<String> target) {
        this.file = file;
        this.target = target;
        this.last = "";
        this.thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("followed-file").daemon().factory());
    }

    /**
     * Begins to look.
     *
     * @param target takes what the file says, at once and whenever it is another; objects with an
     *     {@link IllegalArgumentException} that does not repeat it
     */
    public static FollowedFile follow(Path file, Consumer<String> target) {
        FollowedFile followed = new FollowedFile(file, target);
        followed.thread.scheduleWithFixedDelay(followed::look, 0, BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
        return followed;
    }

    private void look() {
        try {
            String now = Files.readString(file).strip();
            if (!now.equals(last)) {
                last = now;
                target.accept(now);
                LOG.info("what {} says is in effect", file.getFileName());
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be read ({})", file.getFileName(), e.getClass().getSimpleName());
        } catch (IllegalArgumentException e) {
            LOG.error("{} is refused, and what it said before stands: {}", file.getFileName(), e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
