package io.lethe.local.faults.worker;

import io.lethe.local.faults.worker.WorkerOracle.Given;
import io.lethe.local.faults.worker.WorkerOracle.Person;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * People who are to be erased, one after the other and all the time: some whose identifier comes late, some whose order is
 * given twice, some who come back and are to be erased again, and answers to commands that nobody gave. The clock runs on so that
 * what is owed is asked for again.
 */
final class OrderLoad implements AutoCloseable {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int AT_A_TIME = 3;
    private static final int PEOPLE = 40;
    private static final int ROUNDS_A_TURN = 10;
    private static final Duration TURN = Duration.ofSeconds(30);

    private final WorkerBench bench;
    private final String name;
    private final Random random;
    private final List<Queue<Runnable>> people = new ArrayList<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private volatile boolean closed;
    private int count;
    private int orders;

    private OrderLoad(WorkerBench bench, String name, long seed) {
        this.bench = bench;
        this.name = name;
        this.random = new Random(seed);
    }

    /** @param name of a load that nobody else has */
    static OrderLoad start(WorkerBench bench, String name, long seed) {
        OrderLoad load = new OrderLoad(bench, name, seed);
        Thread.ofPlatform().daemon().name("load").start(load::run);
        return load;
    }

    private void run() {
        try {
            for (int round = 0; !closed; round++) {
                for (int i = 0; i < AT_A_TIME; i++) {
                    next();
                }
                if (round % ROUNDS_A_TURN == 0) {
                    bench.turn(TURN);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            people.forEach(one -> one.forEach(Runnable::run));
            end.complete(null);
        } catch (RuntimeException e) {
            end.completeExceptionally(e);
        }
    }

    /** Somebody's next step; who has none left makes room for another. */
    private void next() {
        people.removeIf(Queue::isEmpty);
        if (people.size() < PEOPLE) {
            people.add(somebody(OrderDesk.person(name + " " + count++, random.nextInt(4) > 0)));
        }
        people.get(random.nextInt(people.size())).remove().run();
    }

    private Queue<Runnable> somebody(Person person) {
        List<Runnable> first = new ArrayList<>();
        Given[] given = new Given[1];
        // Whatever is read first: what was seen after an order's cut would begin a new life.
        Instant since = bench.now();
        first.add(() -> bench.desk().seen(person, since));
        first.add(() -> {
            given[0] = order(person, bench.now());
            bench.desk().order(given[0]);
        });
        if (random.nextInt(4) == 0) {
            Collections.reverse(first);
        }
        Queue<Runnable> steps = new ArrayDeque<>(first);
        if (random.nextInt(3) == 0) {
            steps.add(() -> bench.desk().again(given[0]));
        }
        if (random.nextInt(4) == 0) {
            // Seen in the millisecond of the order's cut they would belong to the life that it ends.
            steps.add(() -> bench.desk().seen(person, after(given[0])));
            steps.add(() -> bench.desk().order(order(person, after(given[0]))));
            steps.add(() -> bench.desk().again(given[0]));
        }
        if (random.nextInt(6) == 0) {
            steps.add(() -> bench.desk().answerUnasked("any", unasked(person), bench.now()));
        }
        return steps;
    }

    /** A command id of nobody, of an order that there is not, or of a system that was never told. */
    private String unasked(Person person) {
        return switch (random.nextInt(3)) {
            case 0 -> "no command id";
            case 1 -> person.subject() + ".neverordered.hubspot";
            default -> person.subject() + ".neverordered.payroll";
        };
    }

    private Given order(Person person, Instant at) {
        return given(person, "%s%08d".formatted(code(name), orders++), at, random);
    }

    private Instant after(Given order) {
        Instant now = bench.now();
        return now.isAfter(order.at()) ? now : order.at().plusMillis(1);
    }

    private static String code(String name) {
        return "%04x".formatted(name.hashCode() & 0xffff);
    }

    /** One order with chance in the scripts; most systems do what they owe. */
    static Given given(Person person, String suffix, Instant at, Random random) {
        Map<String, Script> scripts = new TreeMap<>();
        Script[] all = Script.values();
        for (String system : person.knownTo()) {
            Script script = all[random.nextInt(all.length)];
            boolean rarely = !script.settles() && random.nextInt(4) > 0;
            scripts.put(system, rarely ? Script.AT_ONCE : script);
        }
        return new Given(person.subject() + "." + suffix, person, at, scripts);
    }

    /** Returns when everybody's steps are done. */
    @Override
    public void close() {
        closed = true;
        end.join();
    }
}
