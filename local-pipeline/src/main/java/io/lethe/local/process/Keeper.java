package io.lethe.local.process;

import io.lethe.local.folder.Part;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Keeps a pipeline going: a part that ends is started again, within bounds, and the others go on meanwhile. */
final class Keeper {

    private static final long LOOK_EVERY_MILLIS = 50;

    private final LocalPipeline pipeline;
    private final Consumer<String> console;
    private final InstantSource clock = InstantSource.system();
    private final Restarts restarts = new Restarts(clock);

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    private final Map<Part, Instant> endedAt = new EnumMap<>(Part.class);
    private final Map<Part, Instant> startAt = new EnumMap<>(Part.class);

    private sealed interface Event {}

    /** Somebody wants all parts to end. */
    private record Stop() implements Event {}

    private record Ended(ChildDeath death) implements Event {}

    /** Nothing has happened for a moment: time to look after what is on its way. */
    private record Quiet() implements Event {}

    /** @param console is told of every end, every start and when a part can work again */
    Keeper(LocalPipeline pipeline, Consumer<String> console) {
        this.pipeline = pipeline;
        this.console = console;
    }

    /**
     * Blocks until {@code stop} completes, or a part has ended that is not to be started again.
     *
     * @return whether it was the first
     */
    boolean keep(CompletableFuture<?> stop) {
        stop.thenRun(() -> events.add(new Stop()));
        pipeline.parts().forEach(this::watch);
        while (true) {
            switch (next()) {
                case Stop _ -> {
                    return true;
                }
                case Ended ended -> {
                    if (!startsAgain(ended.death())) {
                        return false;
                    }
                }
                case Quiet _ -> {
                    startWhatIsDue();
                    tellWhatIsReady();
                }
            }
        }
    }

    private void watch(Part part) {
        pipeline.deathOf(part).thenAccept(death -> events.add(new Ended(death)));
    }

    private Event next() {
        try {
            return endedAt.isEmpty()
                    ? events.take()
                    : Objects.requireNonNullElse(events.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS), new Quiet());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Stop();
        }
    }

    private boolean startsAgain(ChildDeath death) {
        return switch (restarts.after(death)) {
            case Restarts.Again again -> {
                console.accept("%s; it is started again (%d of %d within %d minutes)"
                        .formatted(death.message(), again.time(), Restarts.MOST, Restarts.WITHIN.toMinutes()));
                endedAt.putIfAbsent(death.part(), clock.instant());
                startAt.put(death.part(), clock.instant().plus(again.pause()));
                yield true;
            }
            case Restarts.Never never -> {
                console.accept(death.message() + "; " + never.reason() + ", so the rest is stopped");
                yield false;
            }
        };
    }

    private void startWhatIsDue() {
        Instant now = clock.instant();
        for (Part part : List.copyOf(startAt.keySet())) {
            if (!startAt.getOrDefault(part, now).isAfter(now)) {
                startAt.remove(part);
                pipeline.startAgain(part);
                watch(part);
            }
        }
    }

    private void tellWhatIsReady() {
        for (Part part : List.copyOf(endedAt.keySet())) {
            if (!startAt.containsKey(part) && pipeline.isUp(part)) {
                Duration away = Duration.between(endedAt.getOrDefault(part, Instant.MIN), clock.instant());
                endedAt.remove(part);
                console.accept(String.format(
                        Locale.ROOT,
                        "%s is ready again, %.1f s after it ended",
                        part.label(),
                        away.toMillis() / 1000.0));
            }
        }
    }
}
