package io.lethe.connectors.opendsr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lethe.opendsr.SampleKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A processor on a real socket that keeps to OpenDSR, but for what it is told to do otherwise. */
final class ScriptedProcessor implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<JsonNode> submitted = new CopyOnWriteArrayList<>();
    private final Map<String, String> statuses = new ConcurrentHashMap<>();

    /** Whose key it signs with; empty for no signature at all. */
    volatile String signer = "processor";

    /** Whose certificate it shows. */
    volatile String shown = "processor";

    volatile String certificateAt = "";
    volatile String credential = "";

    /** What comes first to a request that is submitted; true where that was all. */
    volatile Behaviour onSubmit = _ -> false;

    volatile Behaviour onStatus = _ -> false;

    /** What is done with a call instead of what OpenDSR says. */
    @FunctionalInterface
    interface Behaviour {
        boolean instead(HttpExchange exchange) throws IOException, InterruptedException;
    }

    ScriptedProcessor() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            lines.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            try (exchange) {
                serve(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    static Behaviour answering(int status, String... headers) {
        return exchange -> {
            for (int at = 0; at < headers.length; at += 2) {
                exchange.getResponseHeaders().add(headers[at], headers[at + 1]);
            }
            exchange.sendResponseHeaders(status, -1);
            return true;
        };
    }

    Behaviour never() {
        return _ -> {
            closing.await();
            return true;
        };
    }

    private void serve(HttpExchange exchange) throws IOException, InterruptedException {
        String path = exchange.getRequestURI().getPath();
        String id = path.substring(path.lastIndexOf('/') + 1);
        String line = exchange.getRequestMethod() + " " + path.replace(id, "");
        switch (line) {
            case "GET /v2/" -> {
                if (id.equals("discovery")) {
                    String at = certificateAt.isEmpty() ? url() + "/certificate.pem" : certificateAt;
                    unsigned(exchange, "{\"api_version\":\"2.0\",\"processor_certificate\":\"" + at + "\"}");
                } else {
                    unsigned(exchange, SampleKeys.certificatePem(shown));
                }
            }
            case "POST /v2/" -> {
                byte[] body = exchange.getRequestBody().readAllBytes();
                credential = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
                submitted.add(JSON.readTree(body));
                if (!onSubmit.instead(exchange)) {
                    submit(exchange, body);
                }
            }
            case "GET /v2/requests/" -> {
                if (!onStatus.instead(exchange)) {
                    status(exchange, id);
                }
            }
            case "DELETE /v2/requests/" -> cancel(exchange, id);
            default -> exchange.sendResponseHeaders(405, -1);
        }
    }

    private void submit(HttpExchange exchange, byte[] body) throws IOException {
        String id = JSON.readTree(body).path("subject_request_id").asText();
        if (statuses.putIfAbsent(id, "pending") != null) {
            exchange.sendResponseHeaders(400, -1);
            return;
        }
        signed(
                exchange,
                201,
                JSON.createObjectNode()
                        .put("controller_id", "c")
                        .put("subject_request_id", id)
                        .put("encoded_request", Base64.getEncoder().encodeToString(body)));
    }

    private void status(HttpExchange exchange, String id) throws IOException {
        String status = statuses.get(id);
        if (status == null) {
            exchange.sendResponseHeaders(404, -1);
        } else {
            signed(
                    exchange,
                    200,
                    JSON.createObjectNode().put("subject_request_id", id).put("request_status", status));
        }
    }

    private void cancel(HttpExchange exchange, String id) throws IOException {
        if (statuses.replace(id, "pending", "cancelled")) {
            signed(exchange, 202, JSON.createObjectNode().put("subject_request_id", id));
        } else {
            exchange.sendResponseHeaders(statuses.containsKey(id) ? 400 : 404, -1);
        }
    }

    private static void unsigned(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    void signed(HttpExchange exchange, int status, ObjectNode said) throws IOException {
        byte[] body = JSON.writeValueAsBytes(said);
        if (!signer.isEmpty()) {
            exchange.getResponseHeaders().add("X-OpenDSR-Processor-Domain", SampleKeys.DOMAIN);
            exchange.getResponseHeaders()
                    .add("X-OpenDSR-Signature", SampleKeys.of(signer).sign(body));
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /** The request goes on, wherever the processor has got with it. */
    void put(String requestId, String status) {
        statuses.put(requestId, status);
    }

    String status(String requestId) {
        return statuses.getOrDefault(requestId, "unknown");
    }

    List<JsonNode> submitted() {
        return submitted;
    }

    /** The lines of all calls to the paths of requests. */
    List<String> calls() {
        return lines.stream().filter(line -> line.contains("/requests")).toList();
    }

    /** How often its certificate was looked at. */
    long looks() {
        return lines.stream().filter(line -> line.endsWith("/certificate.pem")).count();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v2";
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
