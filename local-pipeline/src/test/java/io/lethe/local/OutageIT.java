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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a part does when another part, or the clock, is gone. */
class OutageIT {

    private static final List<Part> SERVICES = List.of(Part.CONSENT_INGEST, Part.RETENTION_STREAM, Part.ERASURE_WORKER);

    @Test
    @DisplayName(
            "S1 without a broker the caller is told to come again within 10 s; nothing acknowledged is lost; it recovers by itself")
    void without_a_broker_the_caller_is_told_to_come_again() throws Exception {
        try (Trial trial = Trial.start()) {
            // given
            String before = trial.publish(
                    "consent-statements", Events.grant("v-before", "video").toString());
            ObjectNode event = Events.grant("v-during", "video")
                    .put("eventId", UUID.randomUUID().toString());
            trial.pipeline().stop(Part.BROKER);

            // when
            Instant asked = Instant.now();
            PipelineClient.Answer refusal = trial.client().publish("consent-statements", event.toString());

            // then
            assertThat(refusal.status()).isEqualTo(503);
            assertThat(refusal.headers()).containsKey("retry-after");
            assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(10));

            // and: nobody is ready who cannot work (S4)
            for (Part service : SERVICES) {
                Trial.await().until(() -> !trial.pipeline().isReady(service));
            }

            // when
            trial.pipeline().restart(Part.BROKER);
            Trial.await().until(() -> isAccepted(trial, event));
            for (Part service : SERVICES) {
                Trial.await().until(() -> trial.pipeline().isReady(service));
            }

            // then
            trial.reopenJournal();
            Trial.await()
                    .untilAsserted(() -> assertThat(trial.journal().of(Topics.CONSENT_STATEMENTS))
                            .extracting(ConsentStatement::getSubjectId)
                            .contains(before));
            Trial.await()
                    .untilAsserted(() ->
                            assertThat(trial.subject(before).path("consents")).hasSize(1));
            String after = trial.publish(
                    "consent-statements", Events.grant("v-after", "video").toString());
            Trial.await()
                    .untilAsserted(() ->
                            assertThat(trial.subject(after).path("consents")).hasSize(1));
            assertThat(trial.pipeline().firstDeath()).isNotDone();
        }
    }

    private static boolean isAccepted(Trial trial, ObjectNode event) throws IOException {
        return trial.client().publish("consent-statements", event.toString()).status() == 202;
    }

    @Test
    @DisplayName("a restart keeps everything, and the clock goes on")
    void a_restart_keeps_everything() throws Exception {
        try (Trial trial = Trial.start()) {
            // given
            String visitor = trial.publish(
                    "consent-statements", Events.grant("v-keeps", "video").toString());
            Trial.await().until(() -> trial.subject(visitor).path("consents").size() == 1);
            trial.setClock(Trial.BEGINNING.plus(Duration.ofDays(30)));
            String shown = trial.subject(visitor).toString();

            // when
            trial.pipeline().stopAll();
            trial.pipeline().restartAll();

            // then
            Trial.await()
                    .untilAsserted(
                            () -> assertThat(trial.subject(visitor).toString()).isEqualTo(shown));
            assertThat(trial.clock().instant()).isAfter(Trial.BEGINNING.plus(Duration.ofDays(30)));
        }
    }

    @Test
    @DisplayName("S3 a failing timer stops the service with an exit code that is not 0")
    void a_failing_timer_stops_the_service() throws Exception {
        try (Trial trial = Trial.start()) {
            Files.writeString(trial.data().clock(), "not a clock");

            int exit = trial.pipeline().exitOf(Part.RETENTION_STREAM).get(60, TimeUnit.SECONDS);

            assertThat(exit).isNotZero();
            assertThat(trial.pipeline().firstDeath()).succeedsWithin(Duration.ofSeconds(10));
        }
    }
}
