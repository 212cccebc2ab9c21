package io.lethe.streams.deadlines;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * How long the tasks of one stream thread may be busy with deadlines: what fresh records leave of each tick, all of them together, and half
 * of it in any case. A round leaves to the records twice the time that they took in the last one, so that more of them find more room, and a
 * thread that has nothing else to do fires for nearly all of its time.
 *
 * <p>In a round each task has one turn. What the round has left is divided among the tasks that still had something due in
 * their last turn; a task that is alone with its backlog has all of it. A share belongs to one stream thread and
 * needs no locks.
 */
public final class FiringBudget {

    /** How often each task looks at what is due. */
    public static final Duration TICK = Duration.ofMillis(100);

    private static final Duration LEAST = TICK.dividedBy(2);
    private static final Duration MOST = TICK.multipliedBy(9).dividedBy(10);

    private static final ThreadLocal<FiringBudget> OF_THREAD =
            ThreadLocal.withInitial(() -> new FiringBudget(LEAST, MOST, System::nanoTime));

    private final Duration least;
    private final Duration most;
    private final LongSupplier nanoTime;
    private final List<Share> shares = new ArrayList<>();

    private Duration left;

    /** How long records were processed in this round. */
    private long nanosOfRecords;

    /** One of its own time, for tests; tasks share {@link #ofThisThread}. */
    public FiringBudget(Duration least, Duration most, LongSupplier nanoTime) {
        this.least = least;
        this.most = most;
        this.nanoTime = nanoTime;
        this.left = most;
    }

    /** The one of the stream thread that calls. */
    public static FiringBudget ofThisThread() {
        return OF_THREAD.get();
    }

    /** A task of the thread begins; called where its processor is initialised. */
    public Share join() {
        Share share = new Share();
        shares.add(share);
        return share;
    }

    private void newRound() {
        Duration rest = most.minusNanos(2 * nanosOfRecords);
        left = rest.compareTo(least) > 0 ? rest : least;
        nanosOfRecords = 0;
        shares.forEach(share -> share.hadTurn = false);
    }

    /** What one task may spend. */
    public final class Share implements AutoCloseable {

        private boolean hadTurn;
        private boolean hasMore;

        private Share() {}

        /** Processes a record, whose time counts. */
        public void process(Runnable processing) {
            long started = nanoTime.getAsLong();
            processing.run();
            nanosOfRecords += nanoTime.getAsLong() - started;
        }

        /**
         * The task has its turn.
         *
         * @param firing takes what is due within the budget that it is given, and tells since when what it left has been due
         * @return what {@code firing} told
         */
        public Optional<Instant> turn(Function<Duration, Optional<Instant>> firing) {
            return turn(firing, () -> false);
        }

        /**
         * The task has its turn, and may do more in it than fire.
         *
         * @param more whether something else is left after the turn; it counts like something due when the budget is divided
         */
        public Optional<Instant> turn(Function<Duration, Optional<Instant>> firing, BooleanSupplier more) {
            if (hadTurn) {
                newRound();
            }
            hadTurn = true;
            long started = nanoTime.getAsLong();
            Optional<Instant> due = firing.apply(budget());
            left = left.minusNanos(nanoTime.getAsLong() - started);
            hasMore = due.isPresent() || more.getAsBoolean();
            return due;
        }

        private Duration budget() {
            long waiting = shares.stream()
                    .filter(share -> share != this && share.hasMore && !share.hadTurn)
                    .count();
            return left.isNegative() ? Duration.ZERO : left.dividedBy(1 + waiting);
        }

        /** The task ends; called where its processor is closed. */
        @Override
        public void close() {
            shares.remove(this);
        }
    }
}
