package io.lethe.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.local.Launched.Run;
import io.lethe.local.client.PipelineClient;
import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.Keys;
import io.lethe.local.folder.Part;
import io.lethe.local.folder.Ports;
import io.lethe.local.folder.RunningPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of a pipeline under {@code lethe up} when a part of it, or the launcher itself, is killed. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KilledPartsIT {

    private static final int MOST_RESTARTS = 5;

    @RegisterExtension
    private static final Launched launched = new Launched();

    private final DataFolder data = launched.data();
    private final Ports ports = launched.ports();

    @Test
    @Order(1)
    void kill_9_of_the_retention_stream_the_door_answers_meanwhile_the_stream_comes_back_by_itself_nothing_else_ends()
            throws Exception {
        long supervisor = launched.supervisor();
        Run refused = launched.lethe("clock", "set", "2040-01-01T00:00:00Z");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.printed()).contains("real clock");
        Map<Part, ProcessHandle> before = Launched.parts(supervisor);

        try (PipelineClient client = new PipelineClient(ports, Keys.of(data))) {
            Launched.killed(Launched.part(supervisor, Part.RETENTION_STREAM).orElseThrow());

            String subject = publish(client, "meanwhile@example.org");
            assertThat(isReady(client))
                    .as("the stream is away while the door answers")
                    .isFalse();
            Trial.await().until(() -> isReady(client));
            assertThat(client.query("/v1/subjects/" + subject).status()).isIn(200, 404);
            Trial.await().until(() -> client.query("/v1/subjects/" + subject).status() == 200);
        }
        Map<Part, ProcessHandle> after = Launched.parts(supervisor);
        assertThat(after.keySet()).isEqualTo(before.keySet());
        assertThat(after.remove(Part.RETENTION_STREAM)).isNotEqualTo(before.remove(Part.RETENTION_STREAM));
        assertThat(after).isEqualTo(before);
        assertThat(launched.printed())
                .contains(
                        "retention-stream ended with exit code 137 (signal 9)",
                        data.log(Part.RETENTION_STREAM).toString(),
                        "1 of 5",
                        "retention-stream is ready again");
    }

    @Test
    @Order(2)
    void kill_9_of_broker_and_registry_both_come_back_the_services_live_through_it_and_the_door_takes_events_again()
            throws Exception {
        long supervisor = launched.supervisor();
        Map<Part, ProcessHandle> before = Launched.parts(supervisor);

        for (Part part : List.of(Part.REGISTRY, Part.BROKER)) {
            Launched.killed(Launched.part(supervisor, part).orElseThrow());
        }

        Trial.await()
                .untilAsserted(() ->
                        assertThat(launched.printed()).contains("registry is ready again", "kafka is ready again"));
        try (PipelineClient client = new PipelineClient(ports, Keys.of(data))) {
            Trial.await().untilAsserted(() -> {
                String subject = publish(client, "after-the-broker@example.org");
                assertThat(client.query("/v1/subjects/" + subject).status()).isEqualTo(200);
            });
        }
        assertThat(Launched.parts(supervisor).keySet()).isEqualTo(before.keySet());
    }

    @Test
    @Order(3)
    void down_stops_everything_also_while_a_part_is_being_started_again() throws Exception {
        long supervisor = launched.supervisor();
        List<ProcessHandle> children = Launched.children(supervisor);

        Launched.killed(Launched.part(supervisor, Part.RETENTION_STREAM).orElseThrow());
        Trial.await()
                .until(() -> Launched.part(supervisor, Part.RETENTION_STREAM).isPresent());
        ProcessHandle second = Launched.part(supervisor, Part.RETENTION_STREAM).orElseThrow();
        Run down = launched.lethe("down");

        assertThat(down.exit()).as(down.printed()).isZero();
        assertThat(ProcessHandle.of(supervisor)).isEmpty();
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        assertThat(second.isAlive()).isFalse();
        assertThat(RunningPipeline.on(data)).isEmpty();
    }

    @Test
    @Order(4)
    void kill_9_of_the_launcher_leaves_no_process_behind_and_what_it_left_on_disk_stops_nobody() throws Exception {
        long supervisor = launched.supervisor();
        List<ProcessHandle> children = Launched.children(supervisor);
        // The built-in policy has no work for the connectors.
        assertThat(children).hasSize(Part.values().length - 1);

        ProcessHandle.of(supervisor).orElseThrow().destroyForcibly();

        Trial.await().untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
        assertThat(Files.exists(data.running())).isTrue();
        assertThat(launched.lethe("down").printed()).contains("no pipeline runs");
        assertThat(launched.up().exit()).isZero();
    }

    @Test
    @Order(5)
    void a_part_that_ends_too_often_is_named_with_its_exit_code_and_its_log_the_rest_is_stopped() throws Exception {
        long supervisor = launched.supervisor();

        List<ProcessHandle> seen = new ArrayList<>(Launched.children(supervisor));
        for (int time = 0; time <= MOST_RESTARTS; time++) {
            Trial.await()
                    .until(() -> Launched.part(supervisor, Part.ERASURE_WORKER).isPresent());
            Launched.killed(Launched.part(supervisor, Part.ERASURE_WORKER).orElseThrow());
        }

        Launched.awaitEndOf(supervisor);
        assertThat(seen).noneMatch(ProcessHandle::isAlive);
        assertThat(RunningPipeline.on(data)).isEmpty();
        assertThat(launched.printed())
                .contains(
                        "5 of 5",
                        data.log(Part.ERASURE_WORKER).toString(),
                        "it was started again 5 times within 10 minutes, so the rest is stopped");
    }

    private static String publish(PipelineClient client, String email) throws IOException {
        PipelineClient.Answer answer =
                client.publish("interactions", Events.interaction(email).toString());
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer.json().at("/events/0/subjectId").asText();
    }

    private static boolean isReady(PipelineClient client) {
        try {
            return client.query("/readyz").isSuccess();
        } catch (IOException e) {
            return false;
        }
    }
}
