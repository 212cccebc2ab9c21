package io.lethe.local.faults.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.local.faults.worker.WorkerOracle.Given;
import io.lethe.local.faults.worker.WorkerOracle.Person;
import io.lethe.local.folder.PipelineException;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What is done to the erasure worker, and what recipients do, leaves no trace but the right one: at the end of each test each attempt of
 * each command owed stands once in its topic, each order is where the oracle says, and the certificates are chains without a
 * gap, for all orders of this and of all earlier tests.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WorkerFaultsIT {

    private static final int KILLS = 10;

    /** What the worker is just writing when it is killed. */
    private static final List<Topic<?>> WRITTEN = List.of(
            Topics.deletionCommands("hubspot"),
            Topics.deletionCommands("cloudflare"),
            Topics.ERASURE_STATUS,
            Topics.ERASURE_CERTIFICATES,
            Topics.IDENTITIES);

    private static WorkerBench bench;
    private static WorkerInstance one;
    private static Random random;
    private static long seed;

    @BeforeAll
    static void start() {
        seed = Long.getLong("lethe.seed", System.nanoTime());
        System.out.println("repeat with -Dlethe.seed=" + seed);
        random = new Random(seed);
        bench = new WorkerBench(seed);
        one = bench.first();
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    @Test
    @Order(1)
    void S2_E1_E2_E3_E4_kill_9_ten_times_under_load_and_each_attempt_of_each_command_owed_is_published_once() {
        // Once before the ledger knows of any order: what was given until then is a backlog.
        one.process().kill();
        try (OrderLoad load = OrderLoad.start(bench, "kill", random.nextLong())) {
            after(50, Topics.ERASURE_ORDERS);
            one.process().startAgain();
            for (int kill = 0; kill < KILLS; kill++) {
                afterSome(100);
                one.killAndStartAgain();
            }
            afterSome(100);
        }
        bench.settle();
    }

    @Test
    @Order(2)
    void E1_E2_S2_a_second_instance_that_joins_and_leaves_under_load_yields_no_second_command() {
        WorkerInstance two = bench.startInstance("two");
        try (OrderLoad load = OrderLoad.start(bench, "two instances", random.nextLong())) {
            WorkerBench.await().until(() -> bench.atWork() == 2);
            afterSome(100);
            two.process().kill();
            WorkerBench.await().until(() -> bench.atWork() == 1);
            afterSome(100);
            two.process().startAgain();
            WorkerBench.await().until(() -> bench.atWork() == 2);
            afterSome(100);
            one.killAndStartAgain();
            afterSome(100);
            two.process().stop();
            afterSome(100);
        }
        bench.settle();
    }

    @Test
    @Order(3)
    void
            E2_an_answer_before_its_command_is_a_dead_letter_and_counted_and_the_command_is_given_and_answered_all_the_same() {
        double before = one.count("lethe_deletion_acks_unknown_total");
        List<Given> orders = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Person person = OrderDesk.person("answered early " + i, true);
            Given order = OrderLoad.given(person, "early%07d".formatted(i), bench.now(), random);
            orders.add(order);
            person.knownTo()
                    .forEach(system -> bench.desk().answerUnasked("any", order.orderId() + "." + system, bench.now()));
        }
        bench.settle();

        orders.forEach(order -> {
            bench.desk().seen(order.person(), order.at());
            bench.desk().order(order);
        });
        bench.settle();

        assertThat(one.count("lethe_deletion_acks_unknown_total") - before).isEqualTo(20 * WorkerOracle.SYSTEMS.size());
    }

    @Test
    @Order(4)
    void E1_E3_a_recipient_that_is_away_for_an_hour_finds_every_command_and_those_of_one_person_in_their_order() {
        bench.recipients().away("cloudflare");
        Instant back = bench.now().plus(Duration.ofHours(1));
        for (int round = 0; bench.now().isBefore(back); round++) {
            for (int i = 0; i < 4; i++) {
                Person person = OrderDesk.person("told while it is away " + i, true);
                bench.desk().seen(person, bench.now());
                bench.desk()
                        .order(new Given(
                                person.subject() + ".away%04d%04d".formatted(round, i),
                                person,
                                bench.now(),
                                Map.copyOf(OrderLoad.given(person, "any", bench.now(), random)
                                        .scripts())));
            }
            bench.desk().acknowledged();
            after(1, Topics.deletionCommands("cloudflare"));
            bench.turn(Duration.ofMinutes(10));
        }

        bench.recipients().back("cloudflare");
        bench.settle();
    }

    @Test
    @Order(5)
    void E3_what_is_never_answered_comes_to_a_person_who_waives_it_and_then_each_order_has_its_certificate() {
        bench.turn(WorkerOracle.BEYOND_ALL_DEADLINES.plusHours(1));
        bench.settle();
        List<String> waiting = bench.oracle().withPerson(bench.now());
        assertThat(waiting).isNotEmpty();
        isTold(one, waiting);
        WorkerInstance three = bench.startInstance("three");
        WorkerBench.await().until(() -> bench.atWork() == 2);
        isTold(three, waiting);
        one.killAndStartAgain();
        WorkerBench.await().until(() -> bench.atWork() == 2);
        isTold(one, waiting);
        three.process().stop();

        bench.oracle().orders().stream()
                .filter(order -> !bench.oracle().finishes(order))
                .forEach(order -> bench.desk().waive(order, bench.now()));
        bench.settle();

        isTold(one, List.of());
    }

    /** While partitions move, nobody can say what waits for an operator; whoever can says it all, and nothing twice. */
    private static void isTold(WorkerInstance instance, List<String> waiting) {
        WorkerBench.await()
                .ignoreExceptionsInstanceOf(PipelineException.class)
                .untilAsserted(() -> assertThat(instance.escalated()).containsExactlyInAnyOrderElementsOf(waiting));
    }

    @Test
    @Order(6)
    void
            E1_E4_E6_a_worker_that_is_built_anew_from_the_topics_commands_nothing_again_certifies_nothing_again_and_forgets_again() {
        bench.rebuild();
        bench.settle();

        Person person = OrderDesk.person("erased after the rebuild", true);
        bench.desk().seen(person, bench.now());
        bench.desk().order(OrderLoad.given(person, "after%07d".formatted(1), bench.now(), random));
        bench.settle();
    }

    /** Returns when so many more records, at most, stand in one of the topics that the worker writes, committed or not. */
    private static void afterSome(int most) {
        after(1 + random.nextInt(most), WRITTEN.get(random.nextInt(WRITTEN.size())));
    }

    private static void after(int records, Topic<?> topic) {
        long before = bench.written(topic);
        WorkerBench.await().pollInterval(Duration.ofMillis(2)).until(() -> bench.written(topic) >= before + records);
    }
}
