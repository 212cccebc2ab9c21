package io.lethe.connectors.opendsr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.lethe.connectors.work.Persistence;
import io.lethe.kafka.Pauses;
import io.lethe.opendsr.CallbackHosts;
import io.lethe.opendsr.SampleKeys;
import io.lethe.opendsr.Signatures;
import io.lethe.opendsr.UntrustedException;
import io.lethe.policy.Backoff;
import io.lethe.schemas.OpenDsrState;
import io.lethe.schemas.OpenDsrStatus;
import io.lethe.schemas.RightKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a controller on a real socket. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ControllerCallbacksTest {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private HttpServer controller;
    private ControllerCallbacks callbacks;

    @BeforeEach
    void start() throws IOException {
        controller = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        controller.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            int status =
                    failures.getAndDecrement() > 0 ? 503 : verified(exchange.getRequestHeaders(), body) ? 202 : 403;
            if (status == 202) {
                JsonNode said = new ObjectMapper().readTree(body);
                heard.add(exchange.getRequestURI().getPath() + " "
                        + said.path("subject_request_id").asText() + " "
                        + said.path("request_status").asText() + " "
                        + said.path("status_callback_url")
                                .asText()
                                .endsWith(exchange.getRequestURI().getPath()));
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        controller.start();
        callbacks = new ControllerCallbacks(
                SampleKeys.of("processor"),
                CallbackHosts.of("127.0.0.1"),
                new Persistence.Limits(
                        3, new Backoff(Duration.ofMillis(1), 2, Duration.ofMillis(2)), Duration.ofMinutes(1)),
                metrics,
                InstantSource.system());
    }

    private static boolean verified(com.sun.net.httpserver.Headers headers, byte[] body) {
        try {
            Signatures.check(body, headers.getFirst("X-OpenDSR-Signature"), SampleKeys.certificate("processor"));
            return SampleKeys.DOMAIN.equals(headers.getFirst("X-OpenDSR-Processor-Domain"));
        } catch (UntrustedException e) {
            return false;
        }
    }

    @AfterEach
    void stop() {
        controller.stop(0);
        callbacks.close();
    }

    @Test
    void every_address_is_told_signed_and_with_itself_in_it() throws InterruptedException {
        on(OpenDsrState.IN_PROGRESS, url("/one"), url("/two"));

        assertThat(heard).containsExactly("/one r-1 in_progress true", "/two r-1 in_progress true");
        assertThat(count("told")).isEqualTo(2);
    }

    @Test
    void who_does_not_answer_well_is_told_again_and_given_up_in_the_end() throws InterruptedException {
        failures.set(2);
        on(OpenDsrState.COMPLETED, url("/one"));
        assertThat(heard).hasSize(1);

        failures.set(3);
        on(OpenDsrState.COMPLETED, url("/one"));
        assertThat(heard).hasSize(1);
        assertThat(count("given-up")).isEqualTo(1);
    }

    @Test
    void who_is_elsewhere_is_not_called_whoever_let_it_in() throws InterruptedException {
        on(OpenDsrState.COMPLETED, url("/one").replace("127.0.0.1", "localhost"), "nonsense");
        on(OpenDsrState.UNRECOGNISED, url("/one"));

        assertThat(heard).isEmpty();
        assertThat(count("forbidden")).isEqualTo(2);
    }

    private void on(OpenDsrState state, String... addresses) throws InterruptedException {
        callbacks.on(
                OpenDsrStatus.newBuilder()
                        .setRequestId("r-1")
                        .setControllerId("acme")
                        .setRight(RightKind.ERASURE)
                        .setStatus(state)
                        .setDueAt(Instant.EPOCH)
                        .setAt(Instant.EPOCH)
                        .setCallbackUrls(List.of(addresses))
                        .build(),
                Pauses.REAL.nanos());
    }

    private String url(String path) {
        return "http://127.0.0.1:" + controller.getAddress().getPort() + path;
    }

    private double count(String outcome) {
        return metrics.counter("lethe_opendsr_callbacks", "outcome", outcome).count();
    }
}
