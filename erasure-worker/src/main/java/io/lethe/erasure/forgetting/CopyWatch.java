package io.lethe.erasure.forgetting;

import io.lethe.erasure.forgetting.Beats.Beat;
import io.lethe.schemas.topics.Cleanup;
import io.lethe.schemas.topics.ForgettingWindow;
import io.lethe.streams.stores.StoreCompaction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.streams.processor.StateStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the copies of what was forgotten go, a sixteenth of the forgetting window after the other: beats in the compacted logs, so that the
 * broker rolls and cleans segments that nobody else writes to, and the store's files anew. All of it only where something has to go; the files of standbys, of which nobody knows what has
 * to go, wherever something was written. And it looks whether the copies are gone.
 */
public final class CopyWatch implements OwnCopies, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CopyWatch.class);
    private static final int TURNS_IN_A_WINDOW = 16;

    private final Logs logs;
    private final String store;
    private final InstantSource clock;
    private final Elsewhere elsewhere;
    private final Duration untilFilesAreGone;
    private final Set<Partition> watched = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("copy-watch").daemon().factory());

    private CopyWatch(Logs logs, String store, ForgettingWindow window, Elsewhere elsewhere, InstantSource clock) {
        this.logs = logs;
        this.store = store;
        this.clock = clock;
        this.elsewhere = elsewhere;
        this.untilFilesAreGone = Cleanup.untilFilesAreGone(window);
    }

    /**
     * Begins to look.
     *
     * @param client settings of Kafka's clients, by their own names
     * @param store that of identities
     * @param changelog of that store
     * @param rerouted where answers lie that are on their way to their subject's task
     * @param elsewhere what nobody can look at
     * @param clock the real one: it is brokers that forget
     * @param failed told where a turn breaks on anything but Kafka: there are no more turns then
     */
    public static CopyWatch start(
            Map<String, String> client,
            String store,
            String changelog,
            Collection<String> systems,
            String rerouted,
            ForgettingWindow window,
            Elsewhere elsewhere,
            InstantSource clock,
            Consumer<Throwable> failed) {
        CopyWatch watch =
                new CopyWatch(new Logs(client, changelog, systems, rerouted), store, window, elsewhere, clock);
        long between = window.length().dividedBy(TURNS_IN_A_WINDOW).toMillis();
        watch.thread.scheduleWithFixedDelay(() -> watch.turn(failed), between, between, TimeUnit.MILLISECONDS);
        return watch;
    }

    @Override
    public Watched watch(int partition, StateStore identities) {
        Partition begun = new Partition(partition, StoreCompaction.of(identities));
        watched.add(begun);
        return begun;
    }

    private void turn(Consumer<Throwable> failed) {
        try {
            List<Partition> waiting =
                    watched.stream().filter(Partition::mustForget).toList();
            waiting.forEach(Partition::beat);
            writeStandbysAnew();
            look(waiting);
            watched.forEach(Partition::tell);
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
        } catch (KafkaException e) {
            // What is late is told by a metric, and tried again with the next turn.
            LOG.warn("whether erased identifiers are gone could not be looked at ({})", e.toString());
        } catch (RuntimeException | Error e) {
            // Nobody would notice that there are no more turns.
            if (!thread.isShutdown()) {
                failed.accept(e);
            }
            throw e;
        }
    }

    private void writeStandbysAnew() {
        Set<StoreCompaction> standbys = StoreCompaction.ofAll(store);
        watched.forEach(active -> active.store.ifPresent(standbys::remove));
        standbys.forEach(StoreCompaction::run);
    }

    private void look(List<Partition> waiting) {
        Map<Partition, Beat> next = new HashMap<>();
        waiting.forEach(one -> one.beats.next().ifPresent(beat -> next.put(one, beat)));
        if (next.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> places = new HashMap<>();
        next.values().forEach(beat -> places.putAll(beat.offsets()));
        Set<TopicPartition> emptied = logs.emptied(places);
        Set<Integer> without = logs.withoutCommandsAndAnswersBefore(next.entrySet().stream()
                .collect(Collectors.toMap(
                        one -> one.getKey().number, one -> one.getValue().at(), (one, _) -> one)));
        List<Partition> further = next.entrySet().stream()
                .filter(one -> emptied.containsAll(one.getValue().offsets().keySet()))
                .map(Map.Entry::getKey)
                .filter(one -> without.contains(one.number))
                .toList();
        further.forEach(one -> one.beats.removed(clock.instant()));
        look(further);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (thread.awaitTermination(1, TimeUnit.MINUTES)) {
                logs.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a task sees of it, and what the watch keeps of the task's partition. */
    private final class Partition implements Watched {

        private final int number;
        private final Optional<StoreCompaction> store;
        private final Beats beats = new Beats(untilFilesAreGone);
        private volatile Instant goneUpTo = Instant.EPOCH;
        private volatile boolean mustForget;

        Partition(int number, Optional<StoreCompaction> store) {
            this.number = number;
            this.store = store;
        }

        boolean mustForget() {
            return mustForget;
        }

        void beat() {
            Instant begun = clock.instant();
            beats.add(new Beat(begun, logs.beat(number)));
            if (store.map(StoreCompaction::run).orElse(true)) {
                beats.compacted(begun);
            }
        }

        void tell() {
            Instant now = clock.instant();
            goneUpTo = elsewhere.goneUpTo(beats.goneUpTo(now), now);
            if (!mustForget) {
                beats.clear();
            }
        }

        @Override
        public Instant goneUpTo(Optional<Instant> oldest) {
            mustForget = oldest.isPresent();
            return goneUpTo;
        }

        @Override
        public void close() {
            watched.remove(this);
        }
    }
}
