package io.lethe.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.local.client.PipelineClient;
import io.lethe.local.client.Position;
import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.Installation;
import io.lethe.local.folder.Keys;
import io.lethe.local.folder.Part;
import io.lethe.local.folder.Ports;
import io.lethe.local.folder.RunningPipeline;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The {@code lethe} command as people run it: processes, exit codes, what they print. */
class LauncherIT {

    private static final int MOST_RESTARTS = 5;

    private final DataFolder data = new DataFolder(temporary());
    private final Ports ports = Ports.free();

    /** What a command ended with, and everything it printed. */
    private record Run(int exit, String printed) {}

    private static Path temporary() {
        try {
            return Files.createTempDirectory("lethe-launcher");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void isNew() {
        assertThat(RunningPipeline.on(data)).isEmpty();
    }

    @AfterEach
    void stopAndRemove() throws Exception {
        lethe("down");
        data.delete();
    }

    @Test
    void up_in_the_background_ready_told_about_in_use_stopped_and_started_again_on_its_data_and_clock()
            throws Exception {
        // up
        Run up = up("--clock", "2026-03-02T09:00:00+01:00");
        assertThat(up.exit()).as(up.printed()).isZero();
        assertThat(up.printed().strip().lines()).hasSize(1);
        assertThat(up.printed()).startsWith("ready in ").contains(Integer.toString(ports.ingest()), "sandbox clock");
        assertThat(secondsToReady(up)).as(up.printed()).isLessThan(20);

        // a second one
        Run second = up();
        assertThat(second.exit()).isEqualTo(1);
        assertThat(second.printed()).contains("already runs", data.root().toString());

        // in use
        Path events = Files.writeString(
                data.root().resolve("events.json"),
                Events.interaction("launcher@example.org") + "\n" + Events.interaction("launcher@example.org"));
        assertThat(lethe("send", "interactions", events.toString()).printed()).contains("accepted 2");
        Run refused = lethe(
                "send",
                "interactions",
                Files.writeString(data.root().resolve("bad.json"), "{\"kind\": \"nonsense\"}")
                        .toString());
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.printed()).contains("line 1", "/kind");
        Run watched = lethe("watch", "interactions", "--from-beginning", "--max", "2", "--timeout", "PT30S");
        assertThat(watched.exit()).isZero();
        assertThat(watched.printed().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("{\"topic\":\"interactions\",\"partition\":"));
        assertThat(lethe("watch", "holds", "--max", "1", "--timeout", "PT1S").exit())
                .isEqualTo(1);
        assertThat(lethe("watch", "nothing").printed()).contains("no topic 'nothing'", "consent-statements");
        Trial.await()
                .untilAsserted(() -> assertThat(lethe("subject", "--email", "Launcher@example.org")
                                .printed())
                        .contains("\"status\" : \"active\""));
        assertThat(lethe("subject", "--email", "nobody@example.org").exit()).isEqualTo(1);
        Run unseen = lethe("subject", "--email", "launcher@example.org\u200B");
        assertThat(unseen.exit()).isEqualTo(1);
        assertThat(unseen.printed()).contains("/email must not hold characters that cannot be seen");
        Run topics = lethe("topics");
        assertThat(topics.exit()).as(topics.printed()).isZero();
        assertThat(topics.printed()).contains("consent-statements", "deletion-commands.hubspot");

        // what could not be processed
        assertThat(lethe("dead-letters").printed()).contains("there are no dead letters");
        assertThat(lethe("dead-letters", "replay", "--all").printed()).contains("there are no dead letters");
        assertThat(lethe("dead-letters", "--json").printed()).isEmpty();
        Position refusedRecord = sendGarbage();
        Trial.await()
                .untilAsserted(() -> assertThat(lethe("dead-letters").printed())
                        .contains("POSITION", refusedRecord.toString(), "retention-stream", "not-framed"));
        assertThat(lethe("dead-letters", "--json", "--max", "1", "--service", "retention-stream")
                        .printed())
                .startsWith("{\"position\":\"" + refusedRecord + "\",")
                .contains("\"reason\":\"not-framed\"");
        assertThat(lethe("dead-letters", "--service", "erasure-worker").printed())
                .contains("there are no dead letters");
        Run noLetter = lethe("dead-letters", "replay", "interactions-0-999", refusedRecord.toString());
        assertThat(noLetter.exit()).isEqualTo(1);
        assertThat(noLetter.printed()).contains("interactions-0-999", "Nothing was replayed");
        Run replayed = lethe("dead-letters", "replay", refusedRecord.toString());
        assertThat(replayed.exit()).as(replayed.printed()).isZero();
        assertThat(replayed.printed()).contains("replayed " + refusedRecord + " as interactions-", "replayed 1 of 1");

        // its keys, as a shell reads them
        Properties keys = new Properties();
        keys.load(new StringReader(Files.readString(data.keys())));
        String someone = "http://127.0.0.1:" + ports.retention() + "/v1/subjects/" + "x".repeat(43);
        assertThat(status(someone, "")).isEqualTo(401);
        assertThat(status(someone, keys.getProperty("LETHE_WRITE_KEY"))).isEqualTo(401);
        assertThat(status(someone, keys.getProperty("LETHE_OPERATOR_KEY"))).isEqualTo(404);
        String someOrder = "http://127.0.0.1:" + ports.worker() + "/v1/erasures/none";
        assertThat(status(someOrder, "")).isEqualTo(401);
        assertThat(status(someOrder, keys.getProperty("LETHE_OPERATOR_KEY"))).isEqualTo(404);
        for (int port : List.of(ports.ingest(), ports.retention(), ports.worker())) {
            for (String open : List.of("/livez", "/readyz", "/metrics")) {
                assertThat(status("http://127.0.0.1:" + port + open, "")).isEqualTo(200);
            }
        }

        // its clock
        assertThat(lethe("clock", "set", "2026-04-01T00:00:00+02:00").exit()).isZero();
        assertThat(lethe("clock").printed()).startsWith("2026-04-01T00:0").contains("sandbox");
        assertThat(lethe("clock", "set", "2026-03-01T00:00:00Z").printed()).contains("never goes backwards");

        // down, and up again
        assertThat(lethe("down").exit()).isZero();
        assertThat(RunningPipeline.on(data)).isEmpty();
        assertThat(up().exit()).isZero();
        assertThat(lethe("clock").printed()).startsWith("2026-04-01T00:0");
        assertThat(lethe("subject", "--email", "launcher@example.org").exit()).isZero();
    }

    @Test
    void kill_9_of_the_retention_stream_the_door_answers_meanwhile_the_stream_comes_back_by_itself_nothing_else_ends()
            throws Exception {
        assertThat(up().exit()).isZero();
        Run refused = lethe("clock", "set", "2040-01-01T00:00:00Z");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.printed()).contains("real clock");
        long supervisor = RunningPipeline.on(data).orElseThrow().pid();
        Map<Part, ProcessHandle> before = parts(supervisor);

        try (PipelineClient client = new PipelineClient(ports, Keys.of(data))) {
            killed(part(supervisor, Part.RETENTION_STREAM).orElseThrow());

            String subject = publish(client, "meanwhile@example.org");
            assertThat(isReady(client))
                    .as("the stream is away while the door answers")
                    .isFalse();
            Trial.await().until(() -> isReady(client));
            assertThat(client.query("/v1/subjects/" + subject).status()).isIn(200, 404);
            Trial.await().until(() -> client.query("/v1/subjects/" + subject).status() == 200);
        }
        Map<Part, ProcessHandle> after = parts(supervisor);
        assertThat(after.keySet()).isEqualTo(before.keySet());
        assertThat(after.remove(Part.RETENTION_STREAM)).isNotEqualTo(before.remove(Part.RETENTION_STREAM));
        assertThat(after).isEqualTo(before);
        assertThat(Files.readString(data.launcherLog()))
                .contains(
                        "retention-stream ended with exit code 137 (signal 9)",
                        data.log(Part.RETENTION_STREAM).toString(),
                        "1 of 5",
                        "retention-stream is ready again");
    }

    @Test
    void kill_9_of_broker_and_registry_both_come_back_the_services_live_through_it_and_the_door_takes_events_again()
            throws Exception {
        assertThat(up().exit()).isZero();
        long supervisor = RunningPipeline.on(data).orElseThrow().pid();
        Map<Part, ProcessHandle> before = parts(supervisor);

        for (Part part : List.of(Part.REGISTRY, Part.BROKER)) {
            killed(part(supervisor, part).orElseThrow());
        }

        Trial.await()
                .untilAsserted(() -> assertThat(Files.readString(data.launcherLog()))
                        .contains("registry is ready again", "kafka is ready again"));
        try (PipelineClient client = new PipelineClient(ports, Keys.of(data))) {
            Trial.await().untilAsserted(() -> {
                String subject = publish(client, "after-the-broker@example.org");
                assertThat(client.query("/v1/subjects/" + subject).status()).isEqualTo(200);
            });
        }
        assertThat(parts(supervisor).keySet()).isEqualTo(before.keySet());
    }

    @Test
    void a_part_that_ends_too_often_is_named_with_its_exit_code_and_its_log_the_rest_is_stopped() throws Exception {
        assertThat(up().exit()).isZero();
        long supervisor = RunningPipeline.on(data).orElseThrow().pid();

        List<ProcessHandle> seen = new ArrayList<>(children(supervisor));
        for (int time = 0; time <= MOST_RESTARTS; time++) {
            Trial.await().until(() -> part(supervisor, Part.ERASURE_WORKER).isPresent());
            killed(part(supervisor, Part.ERASURE_WORKER).orElseThrow());
        }

        Trial.await().until(() -> ProcessHandle.of(supervisor).isEmpty());
        assertThat(seen).noneMatch(ProcessHandle::isAlive);
        assertThat(RunningPipeline.on(data)).isEmpty();
        assertThat(Files.readString(data.launcherLog()))
                .contains(
                        "5 of 5",
                        data.log(Part.ERASURE_WORKER).toString(),
                        "it was started again 5 times within 10 minutes, so the rest is stopped");
    }

    @Test
    void a_part_that_finds_its_configuration_wrong_is_not_started_a_second_time_the_rest_is_stopped() throws Exception {
        assertThat(up().exit()).isZero();
        long supervisor = RunningPipeline.on(data).orElseThrow().pid();
        Files.writeString(data.identifierKeys(), "{}");

        part(supervisor, Part.ERASURE_WORKER).orElseThrow().destroyForcibly();

        Trial.await().until(() -> ProcessHandle.of(supervisor).isEmpty());
        assertThat(Files.readString(data.launcherLog()))
                .contains("erasure-worker ended with exit code 78", "starting it again would not help")
                .doesNotContain("2 of 5");
    }

    @Test
    void down_stops_everything_also_while_a_part_is_being_started_again() throws Exception {
        assertThat(up().exit()).isZero();
        long supervisor = RunningPipeline.on(data).orElseThrow().pid();
        List<ProcessHandle> children = children(supervisor);

        killed(part(supervisor, Part.RETENTION_STREAM).orElseThrow());
        Trial.await().until(() -> part(supervisor, Part.RETENTION_STREAM).isPresent());
        ProcessHandle second = part(supervisor, Part.RETENTION_STREAM).orElseThrow();
        Run down = lethe("down");

        assertThat(down.exit()).as(down.printed()).isZero();
        assertThat(ProcessHandle.of(supervisor)).isEmpty();
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        assertThat(second.isAlive()).isFalse();
        assertThat(RunningPipeline.on(data)).isEmpty();
    }

    @Test
    void kill_9_of_the_launcher_leaves_no_process_behind_and_what_it_left_on_disk_stops_nobody() throws Exception {
        assertThat(up().exit()).isZero();
        long supervisor = RunningPipeline.on(data).orElseThrow().pid();
        List<ProcessHandle> children = children(supervisor);
        assertThat(children).hasSize(Part.values().length);

        ProcessHandle.of(supervisor).orElseThrow().destroyForcibly();

        Trial.await().untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
        assertThat(Files.exists(data.running())).isTrue();
        assertThat(lethe("down").printed()).contains("no pipeline runs");
        assertThat(up().exit()).isZero();
    }

    private static int status(String address, String key) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(address))
                                    .header("Authorization", "Bearer " + key)
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    /** What {@code up} says of itself: {@code ready in 6.3 s: …}. */
    private static double secondsToReady(Run up) {
        return Double.parseDouble(up.printed().replaceFirst("(?s)^ready in ([0-9.]+) s.*$", "$1"));
    }

    private static String publish(PipelineClient client, String email) throws IOException {
        PipelineClient.Answer answer =
                client.publish("interactions", Events.interaction(email).toString());
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer.json().at("/events/0/subjectId").asText();
    }

    private Position sendGarbage() throws ExecutionException, InterruptedException {
        try (PipelineClient client = new PipelineClient(ports, Keys.of(data));
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(client.kafka(), new ByteArraySerializer(), new ByteArraySerializer())) {
            RecordMetadata sent = producer.send(new ProducerRecord<>("interactions", new byte[] {1}, new byte[] {42}))
                    .get();
            return new Position(sent.topic(), sent.partition(), sent.offset());
        }
    }

    private static boolean isReady(PipelineClient client) {
        try {
            return client.query("/readyz").isSuccess();
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns when it is gone. */
    private static void killed(ProcessHandle process) throws ExecutionException, InterruptedException {
        process.destroyForcibly();
        process.onExit().get();
    }

    /** The processes that run at the moment, by what they are. */
    private static Map<Part, ProcessHandle> parts(long supervisor) {
        Map<Part, ProcessHandle> parts = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            part(supervisor, part).ifPresent(process -> parts.put(part, process));
        }
        return parts;
    }

    private static Optional<ProcessHandle> part(long supervisor, Part part) {
        String main = switch (part) {
            case BROKER -> "io.lethe.local.process.BrokerMain";
            case REGISTRY -> "io.quarkus.bootstrap.runner.QuarkusEntryPoint";
            case CONSENT_INGEST -> "io.lethe.ingest.ConsentIngest";
            case RETENTION_STREAM -> "io.lethe.retention.RetentionStream";
            case ERASURE_WORKER -> "io.lethe.erasure.ErasureWorker";
        };
        return ProcessHandle.of(supervisor).stream()
                .flatMap(ProcessHandle::children)
                .filter(child -> Stream.of(child.info().arguments().orElse(new String[0]))
                        .anyMatch(main::equals))
                .findFirst();
    }

    private static List<ProcessHandle> children(long supervisor) {
        return ProcessHandle.of(supervisor).orElseThrow().children().toList();
    }

    private Run up(String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "up",
                "--detach",
                "--kafka-port=" + ports.kafka(),
                "--registry-port=" + ports.registry(),
                "--ingest-port=" + ports.ingest(),
                "--retention-port=" + ports.retention(),
                "--worker-port=" + ports.worker()));
        arguments.addAll(List.of(more));
        return lethe(arguments.toArray(String[]::new));
    }

    private Run lethe(String... arguments) throws IOException, InterruptedException {
        Installation installation = Installation.current();
        List<String> command = new ArrayList<>(List.of(
                Installation.java().toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=lethe-logback.xml",
                "-Dlethe.home=" + installation.home(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                installation.classPath(),
                "io.lethe.local.Lethe"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data", data.root().toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(Duration.ofMinutes(3).toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        return new Run(process.exitValue(), printed);
    }
}
