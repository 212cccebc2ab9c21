package io.lethe.local.faults;

import io.lethe.local.client.PipelineClient.Answer;
import io.lethe.schemas.ConsentStatement;
import io.lethe.schemas.Decision;
import io.lethe.schemas.HoldAction;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * People who go on talking while things break: devices that change their minds, late and more than once, contacts that come
 * by, and some that ask to be erased with their device, a hold on one of both or on none; and, where there is a desk, some who ask it for what is stored of
 * them. None of it is due before the clock is turned by months.
 */
final class Load implements AutoCloseable {

    private static final List<String> PURPOSES = List.of("audience-measurement", "video", "advertising");
    private static final List<Decision> DECISIONS = List.of(Decision.GRANTED, Decision.REFUSED, Decision.WITHDRAWN);
    private static final Duration LONG_AGO = Duration.ofHours(1);
    private static final int AT_A_TIME = 10;
    private static final int PEOPLE = 64;

    /** They take long, and wait while nobody answers: others go on meanwhile. */
    private static final int HELD_AT_A_TIME = 6;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(12);

    private final Bench bench;
    private final Inputs inputs;
    private final Instant now;
    private final String name;
    private final Random random;
    private final Optional<Desk> desk;
    private final List<Queue<NextWord>> people = new ArrayList<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private volatile boolean closed;
    private int count;
    private int held;

    private Load(Bench bench, String name, long seed, boolean hasDesk) {
        this.bench = bench;
        this.inputs = bench.inputs();
        this.now = bench.now();
        this.name = name;
        this.random = new Random(seed);
        this.desk = hasDesk ? Optional.of(new Desk(bench, random)) : Optional.empty();
    }

    /**
     * Starts it. All of it happens within the hour before.
     *
     * @param name of a load that nobody else has
     * @param hasDesk whether some ask for what is stored; then the clock is not to be turned before it is closed, since it would be chance who is late
     */
    static Load start(Bench bench, String name, long seed, boolean hasDesk) {
        Load load = new Load(bench, name, seed, hasDesk);
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
            Bench.await().until(this::haveAllFinished);
            end.complete(null);
        } catch (RuntimeException e) {
            end.completeExceptionally(e);
        }
    }

    /** Somebody's next word, if it is time for it; who has none left makes room for another. */
    private void next() {
        people.removeIf(Queue::isEmpty);
        if (people.size() < PEOPLE) {
            people.add(somebody(name + " " + count++));
        }
        Queue<NextWord> one = people.get(random.nextInt(people.size()));
        if (isTime(one)) {
            one.remove().say().run();
        }
    }

    /** Whether somebody has something to say, and can say it by now. */
    private static boolean isTime(Queue<NextWord> one) {
        return !one.isEmpty() && one.element().isTime().getAsBoolean();
    }

    /** All say what they can by now. */
    private boolean haveAllFinished() {
        for (Queue<NextWord> one : people) {
            while (isTime(one)) {
                one.remove().say().run();
            }
        }
        people.removeIf(Queue::isEmpty);
        return people.isEmpty();
    }

    private Queue<NextWord> somebody(String who) {
        return switch (random.nextInt(10)) {
            case 0 -> contact(who);
            case 1 -> asking(who);
            case 2 -> held < HELD_AT_A_TIME ? held(who) : device(who);
            case 3, 4 ->
                desk.filter(Desk::hasTime).map(one -> one.somebody(who)).orElseGet(() -> device(who));
            default -> device(who);
        };
    }

    /** The first deposits come first, all else in any order, and some of it twice. */
    private Queue<NextWord> device(String who) {
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
        Queue<NextWord> words = new ArrayDeque<>();
        first.forEach(statement -> words.add(NextWord.now(() -> inputs.say(statement))));
        later.forEach(statement -> words.add(NextWord.now(() -> inputs.say(statement))));
        return words;
    }

    private ConsentStatement statement(String who, Instant at, String purpose) {
        return Facts.statement(Facts.subject(who), at, purpose, DECISIONS.get(random.nextInt(DECISIONS.size())));
    }

    private Queue<NextWord> contact(String who) {
        Queue<NextWord> visits = new ArrayDeque<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            Instant at = someTime();
            visits.add(NextWord.now(() -> inputs.say(Facts.interaction(Facts.subject(who), at))));
        }
        return visits;
    }

    private Queue<NextWord> asking(String who) {
        String contact = Facts.subject(who);
        Instant then = now.minus(LONG_AGO);
        List<NextWord> events = new ArrayList<>(List.of(
                NextWord.now(() -> inputs.say(Facts.interaction(contact, then))),
                NextWord.now(() -> inputs.say(Facts.link(contact, Facts.subject(who + "'s device"), then))),
                NextWord.now(() -> inputs.say(Facts.erasureRequest(contact, now)))));
        Collections.shuffle(events, random);
        return new ArrayDeque<>(events);
    }

    /** Asks when the hold is known, wherever it was placed, and is let go when the request is. */
    private Queue<NextWord> held(String who) {
        held++;
        String contact = Facts.subject(who);
        String device = Facts.subject(who + "'s device");
        String onHold = random.nextBoolean() ? contact : device;
        Instant then = now.minus(LONG_AGO);
        List<NextWord> events = new ArrayList<>(List.of(
                NextWord.now(() -> inputs.say(Facts.link(contact, device, then))),
                NextWord.now(() -> inputs.say(Facts.hold(onHold, then, HoldAction.PLACE)))));
        Collections.shuffle(events, random);
        events.add(new NextWord(
                () -> isKnown(contact, "holds"),
                () -> inputs.say(Facts.erasureRequest(contact, now.minus(LONG_AGO.dividedBy(2))))));
        events.add(new NextWord(() -> isKnown(contact, "rights"), () -> {
            inputs.say(Facts.hold(onHold, now, HoldAction.RELEASE));
            held--;
        }));
        return new ArrayDeque<>(events);
    }

    private boolean isKnown(String subject, String what) {
        try {
            Answer answer = bench.first().subject(subject);
            return answer.isSuccess() && !answer.json().path(what).isEmpty();
        } catch (IOException e) {
            return false;
        }
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
