package io.lethe.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.local.client.PipelineClient;
import io.lethe.local.client.Sender;
import io.lethe.local.client.Submission;
import io.lethe.schemas.ConsentChange;
import io.lethe.schemas.DeletionCommand;
import io.lethe.schemas.ErasureOrder;
import io.lethe.schemas.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The whole pipeline is killed while it is busy. */
class CrashIT {

    private static final int STATEMENTS = 9_000;
    private static final int CONTACTS = 500;
    private static final int BATCH = 25;
    private static final int POSTERS = 4;
    private static final int KILL_AFTER = 4_000;

    /** Everything the pipeline has acknowledged: event id to subject id. */
    private final Map<String, String> accepted = new ConcurrentHashMap<>();

    private final AtomicInteger count = new AtomicInteger();
    private final CompletableFuture<Void> inTheMiddle = new CompletableFuture<>();

    @Test
    void
            S1_S2_E1_kill_9_in_the_middle_of_10_000_events_each_is_in_the_state_once_each_erasure_has_one_command_for_each_system()
                    throws Exception {
        List<ObjectNode> statements = IntStream.range(0, STATEMENTS)
                .mapToObj(i -> Events.grant("v-crash-" + i, "audience-measurement"))
                .toList();
        List<ObjectNode> interactions = IntStream.range(0, CONTACTS)
                .mapToObj(i -> Events.interaction("crash-" + i + "@example.org"))
                .toList();
        List<ObjectNode> requests = IntStream.range(0, CONTACTS)
                .mapToObj(i -> Events.erasureRequest("crash-" + i + "@example.org"))
                .toList();

        try (Trial trial = Trial.start();
                ExecutorService posters = Executors.newFixedThreadPool(POSTERS)) {
            List<Future<?>> posts = new ArrayList<>();
            post(trial, posters, posts, "interactions", interactions);
            for (Future<?> post : posts) {
                post.get();
            }
            post(trial, posters, posts, "rights-requests", requests);
            post(trial, posters, posts, "consent-statements", statements);
            inTheMiddle.join();
            trial.pipeline().killAll();
            assertThat(accepted.size()).as("accepted before the kill").isBetween(KILL_AFTER, STATEMENTS);
            trial.pipeline().restartAll();
            for (Future<?> post : posts) {
                post.get();
            }
            trial.reopenJournal();

            assertThat(accepted).hasSize(STATEMENTS + 2 * CONTACTS);
            eachStatementHasOneEffect(trial, ids(statements));
            eachRequestHasOneOrderAndOneCommand(trial, ids(requests));
        }
    }

    private void post(
            Trial trial, ExecutorService posters, List<Future<?>> posts, String kind, List<ObjectNode> events) {
        Sender sender = new Sender(trial.client(), kind, PipelineClient.usualRole(kind), Duration.ofMinutes(2));
        for (int from = 0; from < events.size(); from += BATCH) {
            List<Submission> batch = events.subList(from, Math.min(from + BATCH, events.size())).stream()
                    .map(event -> new Submission(withId(event), 0, 0))
                    .toList();
            posts.add(posters.submit(() -> {
                Sender.Outcome outcome = sender.send(batch);
                assertThat(outcome.problems()).isEmpty();
                outcome.answer()
                        .path("events")
                        .forEach(event -> accepted.put(
                                event.path("eventId").asText(),
                                event.path("subjectId").asText()));
                if (count.addAndGet(batch.size()) >= KILL_AFTER) {
                    inTheMiddle.complete(null);
                }
            }));
        }
    }

    private static ObjectNode withId(ObjectNode event) {
        return event.put("eventId", UUID.randomUUID().toString());
    }

    private static List<String> ids(List<ObjectNode> events) {
        return events.stream().map(event -> event.path("eventId").asText()).toList();
    }

    private void eachStatementHasOneEffect(Trial trial, List<String> ids) {
        Trial.await().untilAsserted(() -> assertThat(changes(trial)).hasSizeGreaterThanOrEqualTo(STATEMENTS));
        trial.settle();
        assertThat(changes(trial))
                .extracting(ConsentChange::getEventId)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(ids);
        for (int i = 0; i < ids.size(); i += 100) {
            assertThat(trial.subject(accepted.getOrDefault(ids.get(i), "")).path("consents"))
                    .hasSize(1);
        }
    }

    private static List<ConsentChange> changes(Trial trial) {
        return trial.journal().of(Topics.CONSENT_CHANGES);
    }

    private void eachRequestHasOneOrderAndOneCommand(Trial trial, List<String> ids) {
        Trial.await().untilAsserted(() -> assertThat(firstAttempts(trial)).hasSizeGreaterThanOrEqualTo(CONTACTS));
        trial.settle();
        List<ErasureOrder> orders = trial.journal().of(Topics.ERASURE_ORDERS);
        assertThat(orders).extracting(ErasureOrder::getRequestId).containsExactlyInAnyOrderElementsOf(ids);
        Map<String, ErasureOrder> byId =
                orders.stream().collect(Collectors.toMap(ErasureOrder::getOrderId, Function.identity()));
        // Nobody answers, so whoever waits long enough is told again; but each attempt is made once.
        assertThat(commands(trial))
                .extracting(command -> command.getCommandId() + " " + command.getAttempt())
                .doesNotHaveDuplicates();
        assertThat(firstAttempts(trial))
                .as("an e-mail address is known to one system, which is told once")
                .hasSize(CONTACTS)
                .allMatch(command -> command.getSystem().equals("hubspot"))
                .extracting(DeletionCommand::getOrderId)
                .containsExactlyInAnyOrderElementsOf(byId.keySet());
    }

    private static List<DeletionCommand> firstAttempts(Trial trial) {
        return commands(trial).stream()
                .filter(command -> command.getAttempt() == 1)
                .toList();
    }

    private static List<DeletionCommand> commands(Trial trial) {
        return trial.systems().stream()
                .flatMap(system -> trial.journal().of(Topics.deletionCommands(system)).stream())
                .toList();
    }
}
