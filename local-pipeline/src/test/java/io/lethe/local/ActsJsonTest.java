package io.lethe.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.Json;
import io.lethe.local.folder.Keys;
import io.lethe.local.folder.Ports;
import io.lethe.local.folder.RunningPipeline;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people decide and look up, told to a program: services answer what a test says. */
class ActsJsonTest {

    private static final Map<String, String> ANSWERS = Map.of(
            "/v1/subjects/s-1", "{\"status\": \"active\"}",
            "/v1/subjects/s-1/export", "{\"format\": \"lethe-export\", \"complete\": false}",
            "/v1/waves", "{\"held\": 7, \"at\": \"2026-03-01T00:00:00Z\", \"waves\": []}",
            "/v1/erasures/order-1", "{\"orderId\": \"order-1\"}",
            "/v1/wave-decisions", "{\"accepted\": 1}",
            "/v1/erasure-decisions", "{\"accepted\": 1}",
            "/v1/holds", "{\"accepted\": 1}");

    private final StringWriter printed = new StringWriter();

    @TempDir
    private Path folder = Path.of("");

    private volatile String accepted = "";
    private HttpServer services;
    private FileLock claim;

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    ActsJsonTest() {}

    @BeforeEach
    void open() throws IOException {
        services = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        services.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            accepted = String.valueOf(exchange.getRequestHeaders().getFirst("accept"));
            byte[] body = ANSWERS.getOrDefault(path, "{}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(ANSWERS.containsKey(path) ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        services.start();
        int port = services.getAddress().getPort();
        DataFolder data = new DataFolder(folder);
        claim = data.claim().orElseThrow();
        Keys.fresh().store(data);
        new RunningPipeline(1, new Ports(port, port, port, port, port, port, port), true).store(data);
    }

    @AfterEach
    void close() {
        services.stop(0);
        DataFolder.release(claim);
    }

    @Test
    void R6_what_was_decided_on_a_wave_is_one_document_and_for_people_the_wave_and_a_sentence() throws IOException {
        List<String> drop = List.of("waves", "drop", "--yes", "--reason", "a mistake");

        assertThat(told(drop)).isEqualTo(Json.MAPPER.readTree("{\"held\": 7, \"decided\": \"drop\"}"));
        assertThat(read(drop)).contains("decided: drop;", "7 subjects get a whole grace window more");
    }

    @Test
    void R4_a_hold_that_is_placed_or_released_is_told_as_the_front_door_answers() throws IOException {
        for (String act : List.of("place", "release")) {
            List<String> said = List.of("holds", act, "case-1", "--id", "s-1", "--reason", "a case");

            assertThat(told(said)).isEqualTo(Json.MAPPER.readTree("{\"accepted\": 1}"));
            assertThat(read(said)).isEqualTo("said: %s case-1 on s-1%n".formatted(act));
        }
    }

    @Test
    void E3_so_is_what_an_operator_decides_on_an_order() throws IOException {
        for (String act : List.of("retry", "waive", "close")) {
            List<String> said = List.of("erasure", act, "order-1", "--reason", "why");

            assertThat(told(said)).isEqualTo(Json.MAPPER.readTree("{\"accepted\": 1}"));
            assertThat(read(said)).startsWith("decided: " + act + "; './lethe erasure show'");
        }
    }

    @Test
    void a_subject_is_one_line_for_a_program_and_several_for_people() throws IOException {
        List<String> asked = List.of("subject", "--id", "s-1");

        assertThat(told(asked).path("status").asText()).isEqualTo("active");
        assertThat(printed.toString().lines()).hasSize(1);
        assertThat(read(asked).lines()).hasSize(3);
    }

    @Test
    void G4_what_is_handed_out_goes_into_a_new_file_for_its_owner_alone_and_never_over_another() throws IOException {
        Path file = folder.resolve("export.json");
        List<String> asked = List.of("export", "--id", "s-1", "--right", "portability", "--out", file.toString());

        assertThat(execute(asked)).isZero();
        assertThat(printed)
                .hasToString("lethe: not all of it is in there; 'leftOut' says what is not, and why%n".formatted());
        assertThat(Json.MAPPER.readTree(file.toFile()).path("format").asText()).isEqualTo("lethe-export");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.writeString(file, "another");
        assertThat(execute(asked)).isEqualTo(1);
        assertThat(printed.toString()).contains("export.json is there already");
        assertThat(file).content().isEqualTo("another");
    }

    @Test
    void G4_without_a_file_it_is_printed_and_who_was_never_seen_has_an_exit_code() throws IOException {
        assertThat(execute(List.of("export", "--id", "s-1"))).isZero();
        assertThat(printed.toString()).contains("\"format\" : \"lethe-export\"");
        assertThat(execute(List.of("export", "--id", "s-2"))).isEqualTo(1);
        assertThat(printed.toString()).contains("has never seen this person").doesNotContain("s-2");
    }

    @Test
    void C7_G4_records_of_consent_are_asked_for_in_a_form_of_their_own() {
        assertThat(execute(List.of("export", "--id", "s-1", "--format", "dpv"))).isZero();
        assertThat(accepted).isEqualTo("application/ld+json");
        assertThat(execute(List.of("export", "--id", "s-1"))).isZero();
        assertThat(accepted).isEqualTo("application/json");
    }

    @Test
    void the_clock_is_a_time_with_an_offset_and_whether_it_is_a_sandbox() throws IOException {
        JsonNode told = told(List.of("clock"));

        assertThat(told.path("sandbox").asBoolean(true)).isFalse();
        assertThat(told.path("now").asText()).matches("20.{17}[+].{5}");
        assertThat(read(List.of("clock"))).endsWith(" (the real clock)%n".formatted());
    }

    private JsonNode told(List<String> words) throws IOException {
        return Json.MAPPER.readTree(run(words, "--output=json"));
    }

    private String read(List<String> words) {
        return run(words, "--output=table");
    }

    private String run(List<String> words, String form) {
        int exit = execute(Stream.concat(words.stream(), Stream.of(form)).toList());
        assertThat(exit).as(printed.toString()).isZero();
        return printed.toString();
    }

    private int execute(List<String> words) {
        printed.getBuffer().setLength(0);
        PrintWriter writer = new PrintWriter(printed);
        return Lethe.commandLine()
                .setOut(writer)
                .setErr(writer)
                .execute(Stream.concat(words.stream(), Stream.of("--data", folder.toString()))
                        .toArray(String[]::new));
    }
}
