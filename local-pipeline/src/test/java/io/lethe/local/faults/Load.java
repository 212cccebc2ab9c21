package io.lethe.local.faults;

import io.lethe.schemas.ConsentStatement;
import io.lethe.schemas.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * People who go on talking while things break: devices that change their minds, late and more than once, contacts that come
 * by, and some that ask to be erased with their device. None of it is due before the clock is turned by months.
 */
final class Load implements AutoCloseable {

    private static final List<String> PURPOSES = List.of("audience-measurement", "video", "advertising");
    private static final List<Decision> DECISIONS = List.of(Decision.GRANTED, Decision.REFUSED, Decision.WITHDRAWN);
    private static final Duration LONG_AGO = Duration.ofHours(1);
    private static final int AT_A_TIME = 10;
    private static final int PEOPLE = 64;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(12);

    private final Inputs inputs;
    private final Instant now;
    private final String name;
    private final Random random;
    private final List<Queue<Runnable>> people = new ArrayList<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private volatile boolean closed;
    private int count;

    private Load(Inputs inputs, Instant now, String name, long seed) {
        this.inputs = inputs;
        this.now = now;
        this.name = name;
        this.random = new Random(seed);
    }

    /**
     * Starts it.
     *
     * @param now when all of it happens, within the hour before
     * @param name of a load that nobody else has
     */
    static Load start(Inputs inputs, Instant now, String name, long seed) {
        Load load = new Load(inputs, now, name, seed);
        Thread.ofPlatform().daemon().name("load").start(load::run);
        return load;
    }

    private void run() {
        try {
            while (!closed) {
                for (int i = 0; i < AT_A_TIME; i++) {
                    next();
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            people.forEach(one -> one.forEach(Runnable::run));
            end.complete(null);
        } catch (RuntimeException e) {
            end.completeExceptionally(e);
        }
    }

    /** Somebody's next word; who has none left makes room for another. */
    private void next() {
        people.removeIf(Queue::isEmpty);
        if (people.size() < PEOPLE) {
            people.add(somebody(name + " " + count++));
        }
        people.get(random.nextInt(people.size())).remove().run();
    }

    private Queue<Runnable> somebody(String who) {
        return switch (random.nextInt(8)) {
            case 0 -> contact(who);
            case 1 -> asking(who);
            default -> device(who);
        };
    }

    /** The first deposits come first, all else in any order, and some of it twice. */
    private Queue<Runnable> device(String who) {
        List<ConsentStatement> first = new ArrayList<>();
        List<ConsentStatement> later = new ArrayList<>();
        for (String purpose : PURPOSES.subList(0, 1 + random.nextInt(PURPOSES.size()))) {
            first.add(statement(who, now.minus(LONG_AGO), purpose));
            for (int i = random.nextInt(4); i > 0; i--) {
                ConsentStatement statement = statement(who, someTime(), purpose);
                later.add(statement);
                if (random.nextInt(5) == 0) {
                    later.add(statement);
                }
            }
        }
        Collections.shuffle(later, random);
        Queue<Runnable> words = new ArrayDeque<>();
        first.forEach(statement -> words.add(() -> inputs.say(statement)));
        later.forEach(statement -> words.add(() -> inputs.say(statement)));
        return words;
    }

    private ConsentStatement statement(String who, Instant at, String purpose) {
        return Facts.statement(Facts.subject(who), at, purpose, DECISIONS.get(random.nextInt(DECISIONS.size())));
    }

    private Queue<Runnable> contact(String who) {
        Queue<Runnable> visits = new ArrayDeque<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            Instant at = someTime();
            visits.add(() -> inputs.say(Facts.interaction(Facts.subject(who), at)));
        }
        return visits;
    }

    private Queue<Runnable> asking(String who) {
        String contact = Facts.subject(who);
        Instant then = now.minus(LONG_AGO);
        List<Runnable> events = new ArrayList<>(List.of(
                () -> inputs.say(Facts.interaction(contact, then)),
                () -> inputs.say(Facts.link(contact, Facts.subject(who + "'s device"), then)),
                () -> inputs.say(Facts.erasureRequest(contact, now))));
        Collections.shuffle(events, random);
        return new ArrayDeque<>(events);
    }

    /** In whole seconds: some of it falls on the same one. */
    private Instant someTime() {
        return now.minusSeconds(random.nextInt((int) LONG_AGO.toSeconds()));
    }

    /** Returns when everybody has finished. */
    @Override
    public void close() {
        closed = true;
        end.join();
    }
}
