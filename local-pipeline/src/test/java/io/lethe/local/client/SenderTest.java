package io.lethe.local.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.lethe.local.folder.Json;
import io.lethe.local.folder.Keys;
import io.lethe.local.folder.PipelineException;
import io.lethe.local.folder.Ports;
import io.lethe.service.AccessKeys.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a front door that answers as it is told. */
class SenderTest {

    private final Deque<Reply> replies = new ArrayDeque<>();
    private final List<String> bodies = new ArrayList<>();
    private final List<String> authorizations = new ArrayList<>();
    private final Keys keys = Keys.fresh();
    private HttpServer door;
    private PipelineClient client;

    private record Reply(int status, String body) {}

    @BeforeEach
    void open() throws IOException {
        door = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        door.createContext("/v1/interactions", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
            Reply reply = replies.size() > 1 ? replies.remove() : replies.element();
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Retry-After", "0");
            exchange.sendResponseHeaders(reply.status(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        door.start();
        int port = door.getAddress().getPort();
        client = new PipelineClient(new Ports(1, 1, port, 1, 1, 1, 1), keys);
    }

    @AfterEach
    void close() {
        client.close();
        door.stop(0);
    }

    @Test
    void S1_what_cannot_be_taken_now_is_posted_again_with_the_same_event_ids() {
        replies.add(new Reply(503, "{}"));
        replies.add(new Reply(429, "{}"));
        replies.add(new Reply(202, "{\"accepted\": 1, \"events\": []}"));

        Sender.Outcome outcome = sender(Duration.ofSeconds(20)).send(batch());

        assertThat(outcome.isAccepted()).isTrue();
        assertThat(bodies).hasSize(3).containsOnly(bodies.getFirst());
        assertThat(authorizations).containsOnly(keys.authorization(Role.BACKEND));
    }

    @Test
    void what_is_refused_is_told_by_the_line_it_was_read_from() {
        replies.add(
                new Reply(
                        422,
                        "{\"title\": \"Breaks a rule\", \"errors\": [{\"pointer\": \"/1/kind\", \"detail\": \"is unknown\"}]}"));

        Sender.Outcome outcome = sender(Duration.ofSeconds(20)).send(batch());

        assertThat(outcome.isAccepted()).isFalse();
        assertThat(outcome.problems()).containsExactly("line 40: /kind is unknown");
    }

    @Test
    void a_refusal_without_places_is_told_in_the_doors_words() {
        replies.add(new Reply(413, "{\"title\": \"Content too large\", \"detail\": \"At most 1 MiB.\"}"));

        assertThat(sender(Duration.ofSeconds(20)).send(batch()).problems())
                .containsExactly("413 Content too large: At most 1 MiB.");
    }

    @Test
    void it_gives_up_when_its_patience_is_over() {
        replies.add(new Reply(503, "{}"));

        assertThatThrownBy(() -> sender(Duration.ofMillis(300)).send(batch()))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("503")
                .hasMessageContaining("line 7");
    }

    private Sender sender(Duration patience) {
        return new Sender(client, "interactions", Role.BACKEND, patience);
    }

    private static List<Submission> batch() {
        return List.of(new Submission(event("a"), 7, 0), new Submission(event("b"), 40, 0));
    }

    private static ObjectNode event(String id) {
        return Json.MAPPER.createObjectNode().put("eventId", id);
    }
}
