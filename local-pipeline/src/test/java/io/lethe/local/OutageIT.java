package io.lethe.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.local.client.PipelineClient;
import io.lethe.local.folder.Part;
import io.lethe.schemas.ConsentStatement;
import io.lethe.schemas.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What a part does when another part, or the clock, is gone. All on one pipeline, which the last test leaves without a clock. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OutageIT {

    private static final List<Part> SERVICES = List.of(Part.CONSENT_INGEST, Part.RETENTION_STREAM, Part.ERASURE_WORKER);

    private static Trial trial;

    @BeforeAll
    static void start() {
        trial = Trial.start();
    }

    @AfterAll
    static void stop() {
        trial.close();
    }

    @Test
    @Order(1)
    void
            S1_without_a_broker_the_caller_is_told_to_come_again_within_10_s_nothing_acknowledged_is_lost_it_recovers_by_itself()
                    throws Exception {
        String before = trial.publish(
                "consent-statements", Events.grant("v-before", "video").toString());
        ObjectNode event = Events.grant("v-during", "video")
                .put("eventId", UUID.randomUUID().toString());
        trial.pipeline().stop(Part.BROKER);

        Instant asked = Instant.now();
        PipelineClient.Answer refusal = trial.client().publish("consent-statements", event.toString());

        assertThat(refusal.status()).isEqualTo(503);
        assertThat(refusal.headers()).containsKey("retry-after");
        assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(10));

        // and: nobody is ready who cannot work (S4)
        for (Part service : SERVICES) {
            Trial.await().until(() -> !trial.pipeline().isReady(service));
        }

        trial.pipeline().restart(Part.BROKER);
        Trial.await().until(() -> isAccepted(event));
        for (Part service : SERVICES) {
            Trial.await().until(() -> trial.pipeline().isReady(service));
        }

        trial.reopenJournal();
        Trial.await()
                .untilAsserted(() -> assertThat(trial.journal().of(Topics.CONSENT_STATEMENTS))
                        .extracting(ConsentStatement::getSubjectId)
                        .contains(before));
        Trial.await()
                .untilAsserted(
                        () -> assertThat(trial.subject(before).path("consents")).hasSize(1));
        String after = trial.publish(
                "consent-statements", Events.grant("v-after", "video").toString());
        Trial.await()
                .untilAsserted(
                        () -> assertThat(trial.subject(after).path("consents")).hasSize(1));
        assertThat(trial.pipeline().firstDeath()).isNotDone();
    }

    private static boolean isAccepted(ObjectNode event) throws IOException {
        return trial.client().publish("consent-statements", event.toString()).status() == 202;
    }

    @Test
    @Order(2)
    void a_restart_keeps_everything_and_the_clock_goes_on() throws Exception {
        String visitor = trial.publish(
                "consent-statements", Events.grant("v-keeps", "video").toString());
        Trial.await().until(() -> trial.subject(visitor).path("consents").size() == 1);
        trial.setClock(Trial.BEGINNING.plus(Duration.ofDays(30)));
        String shown = trial.subject(visitor).toString();

        trial.pipeline().stopAll();
        trial.pipeline().restartAll();

        Trial.await()
                .untilAsserted(
                        () -> assertThat(trial.subject(visitor).toString()).isEqualTo(shown));
        assertThat(trial.clock().instant()).isAfter(Trial.BEGINNING.plus(Duration.ofDays(30)));
    }

    @Test
    @Order(3)
    void S3_a_failing_timer_stops_the_service_with_an_exit_code_that_is_not_0() throws Exception {
        Files.writeString(trial.data().clock(), "not a clock");

        int exit = trial.pipeline().exitOf(Part.RETENTION_STREAM).get(60, TimeUnit.SECONDS);

        assertThat(exit).isNotZero();
        assertThat(trial.pipeline().firstDeath()).succeedsWithin(Duration.ofSeconds(10));
    }
}
