package io.lethe.console.letters;

import io.lethe.kafka.letters.Position;
import io.lethe.kafka.letters.Replay;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replays of many letters, one at a time, each on after whoever began it has gone. What is known of it is what it has done and how much there is; it is
 * forgotten with the process, and can be begun once more: a record that is written twice changes nothing.
 */
public final class ReplayJobs implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReplayJobs.class);

    /** When the console stops, a record that is being written is waited for so long. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** How far one has come. */
    public enum State {
        RUNNING,
        DONE,
        STOPPED,
        FAILED
    }

    /** What became of records. */
    public enum Came {
        REPLAYED,
        GONE,
        REPEAT;

        /** What it is to whoever counts. */
        public static Came of(Replay.Outcome outcome) {
            return switch (outcome) {
                case Replay.Replayed _ -> REPLAYED;
                case Replay.Gone _, Replay.Overtaken _ -> GONE;
                case Replay.Repeat _ -> REPEAT;
            };
        }
    }

    /**
     * A replay.
     *
     * @param what which letters, as it is on record
     * @param by who began it
     * @param of how many records there are
     * @param counts how many of them came to what
     */
    public record Job(String what, String by, Instant startedAt, int of, Map<Came, Integer> counts, State state) {

        public Job {
            counts = Map.copyOf(counts);
        }

        /** How many records are over. */
        public int done() {
            return counts.values().stream().mapToInt(Integer::intValue).sum();
        }

        private Job with(Map<Came, Integer> now, State then) {
            return new Job(what, by, startedAt, of, now, then);
        }
    }

    private final DeadLetterDesk desk;
    private final InstantSource clock;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("replay").daemon().factory());
    private volatile @Nullable Job last;
    private volatile boolean isStopped;

    public ReplayJobs(DeadLetterDesk desk, InstantSource clock) {
        this.desk = desk;
        this.clock = clock;
    }

    /** The one that runs, or the last that did. */
    public Optional<Job> last() {
        return Optional.ofNullable(last);
    }

    /** The one that runs. */
    public Optional<Job> running() {
        return last().filter(job -> job.state() == State.RUNNING);
    }

    /**
     * Begins one, where none runs.
     *
     * @param ended is told of it once it is over
     * @return the one that runs now, which may be another one
     */
    public synchronized Job begin(String what, String by, Collection<Position> positions, Consumer<Job> ended) {
        Optional<Job> other = running();
        if (other.isPresent()) {
            return other.get();
        }
        Job job = new Job(what, by, clock.instant(), positions.size(), Map.of(), State.RUNNING);
        last = job;
        isStopped = false;
        List<Position> all = List.copyOf(positions);
        thread.execute(() -> ended.accept(run(job, all)));
        return job;
    }

    private Job run(Job job, List<Position> positions) {
        Map<Came, Integer> counts = new EnumMap<>(Came.class);
        State state;
        try {
            desk.replay(
                    positions,
                    (_, outcome) -> {
                        counts.merge(Came.of(outcome), 1, Integer::sum);
                        last = job.with(counts, State.RUNNING);
                    },
                    () -> isStopped);
            state = job.with(counts, State.DONE).done() < job.of() ? State.STOPPED : State.DONE;
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "a replay failed after {} of {} records: {}",
                    job.with(counts, State.FAILED).done(),
                    job.of(),
                    e.getMessage());
            state = isStopped ? State.STOPPED : State.FAILED;
        }
        Job over = job.with(counts, state);
        last = over;
        return over;
    }

    /** Stops the one that runs behind the record that it is at. */
    public void stop() {
        isStopped = true;
    }

    @Override
    public void close() {
        stop();
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
