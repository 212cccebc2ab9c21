package io.lethe.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lethe.local.client.PipelineClient;
import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.Json;
import io.lethe.local.folder.Keys;
import io.lethe.local.folder.Part;
import io.lethe.local.folder.Ports;
import io.lethe.local.process.LoneChild;
import io.lethe.local.process.PipelineOptions;
import io.lethe.service.AccessKeys.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second retention stream beside the first: they share the partitions, and either answers for every subject. */
class TwoInstancesIT {

    private static final int SUBJECTS = 40;
    private static final String LAPSES = "/v1/deadlines?until=2040-01-01T00:00:00Z";

    @TempDir
    private Path folder;

    private Trial trial;
    private Ports itsPorts;
    private LoneChild secondInstance;
    private PipelineClient second;

    @BeforeEach
    void start() throws IOException {
        trial = Trial.start();
        PipelineOptions first = trial.pipeline().options();
        Ports ports = first.ports();
        itsPorts = new Ports(ports.kafka(), ports.registry(), ports.ingest(), Ports.anyFree(), ports.worker());
        DataFolder data = new DataFolder(folder);
        data.prepare();
        Files.copy(first.data().pepper(), data.pepper(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(first.data().keys(), data.keys());
        Files.copy(first.data().clock(), data.clock());
        PipelineOptions options = new PipelineOptions(
                data,
                itsPorts,
                true,
                first.forgettingWindow(),
                Optional.empty(),
                Optional.of(first.bootstrapServers()));
        secondInstance = LoneChild.start(Part.RETENTION_STREAM, options);
        second = new PipelineClient(itsPorts, Keys.of(data), first.bootstrapServers());
    }

    @AfterEach
    void stop() {
        second.close();
        secondInstance.kill();
        trial.close();
    }

    @Test
    void either_answers_for_every_subject_counts_what_falls_due_on_both_and_takes_over_when_the_other_is_killed()
            throws Exception {
        // Both have partitions
        Trial.await().until(() -> isReady(second));
        List<String> subjects = new ArrayList<>();
        for (int i = 0; i < SUBJECTS; i++) {
            subjects.add(trial.publish(
                    "interactions",
                    Events.interaction("two-" + i + "@example.org").toString()));
        }
        Trial.await()
                .untilAsserted(() -> assertThat(heldBySecond())
                        .as("deadlines that the second instance holds itself")
                        .isBetween(1L, SUBJECTS - 1L));

        // The answers are the same at both doors
        for (String subject : subjects) {
            Trial.await().until(() -> lastInteraction(trial.client(), subject).isTextual());
            assertThat(lastInteraction(second, subject)).isEqualTo(lastInteraction(trial.client(), subject));
        }
        assertThat(dueLapses(trial.client())).isEqualTo(SUBJECTS).isEqualTo(dueLapses(second));

        // And so is what another policy would mean for all of them
        for (PipelineClient asked : List.of(trial.client(), second)) {
            assertThat(lapsesSooner(asked)).isEqualTo(SUBJECTS);
        }

        // The second is killed, then: the first has them all
        secondInstance.kill();
        Trial.await().untilAsserted(() -> assertThat(dueLapses(trial.client())).isEqualTo(SUBJECTS));
        for (String subject : subjects) {
            assertThat(lastInteraction(trial.client(), subject).isTextual()).isTrue();
        }
    }

    /** For how many contacts a shorter period would make the lapse come sooner, over all instances. */
    private static long lapsesSooner(PipelineClient client) throws IOException {
        JsonNode begun = client.query("/v1/policy-diffs", "application/yaml", Events.policyKeepingFor("P2Y"))
                .successful("retention-stream");
        String path = "/v1/policy-diffs/" + begun.path("id").asText();
        Trial.await()
                .until(() -> !client.query(path).json().path("state").asText().equals("running"));
        JsonNode ended = client.query(path).json();
        assertThat(ended.path("state").asText())
                .as(ended.path("reason").asText())
                .isEqualTo("finished");
        return ended.at("/result/lapses/0/sooner").asLong();
    }

    private static boolean isReady(PipelineClient client) {
        try {
            return client.query("/readyz").isSuccess();
        } catch (IOException e) {
            return false;
        }
    }

    private static JsonNode lastInteraction(PipelineClient client, String subject) throws IOException {
        return client.query("/v1/subjects/" + subject).json().at("/retention/lastInteractionAt");
    }

    /** Over all instances. */
    private static long dueLapses(PipelineClient client) throws IOException {
        return lapses(client.query(LAPSES).json());
    }

    /** As another instance asks: only what is here. */
    private long heldBySecond() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest asNeighbour = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + itsPorts.retention() + LAPSES))
                    .header("x-lethe-forwarded", "1")
                    .header("authorization", Keys.of(trial.data()).authorization(Role.OPERATOR))
                    .build();
            String body =
                    http.send(asNeighbour, HttpResponse.BodyHandlers.ofString()).body();
            return lapses(Json.MAPPER.readTree(body));
        }
    }

    private static long lapses(JsonNode answer) {
        long count = 0;
        for (JsonNode each : answer.path("deadlines")) {
            count += each.path("kind").asText().equals("retention-lapse")
                    ? each.path("count").asLong()
                    : 0;
        }
        return count;
    }
}
