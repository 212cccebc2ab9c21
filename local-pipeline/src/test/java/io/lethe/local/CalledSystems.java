package io.lethe.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lethe.local.folder.Json;
import io.lethe.opendsr.SampleKeys;
import io.lethe.opendsr.Signatures;
import io.lethe.policy.file.PolicyFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Three recipient systems that are called over HTTP: one answers, one never answers for whom it has chosen, and one speaks OpenDSR. For whom
 * that one has chosen it hands on what it is asked to our own door, or is not done until it is asked to leave it; for all others it says that it is done.
 */
final class CalledSystems implements AutoCloseable {

    static final String ALIVE = "linkedin";
    static final String DEAD = "cloudflare";

    static final String PROCESSOR = "google-ads";

    /** For this visitor our own door is the processor. */
    static final String FOR_OURSELVES = "v-opendsr";

    /** For this visitor it is not done until it is asked to leave it. */
    static final String PENDING = "v-pending";

    /** For this visitor, and all whose names begin like this, the dead system never answers. */
    static final String IGNORED = "v-called";

    private final HttpServer server;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger hanging = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final HttpClient client = HttpClient.newHttpClient();
    private final Set<String> handedOn = ConcurrentHashMap.newKeySet();
    private final Set<String> pending = ConcurrentHashMap.newKeySet();
    private final Set<String> left = ConcurrentHashMap.newKeySet();
    private volatile String door = "";
    private volatile String authorization = "";

    private CalledSystems() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String call = exchange.getRequestURI().getPath();
            calls.add(call);
            try (exchange) {
                if (call.startsWith(path(DEAD, IGNORED))) {
                    hang();
                }
                exchange.sendResponseHeaders(204, -1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.createContext("/opendsr/", exchange -> {
            try (exchange) {
                process(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    static CalledSystems start() throws IOException {
        return new CalledSystems();
    }

    /** Where our own door is, and with which key it is opened. */
    void handOnTo(String url, String credential) {
        door = url;
        authorization = credential;
    }

    private void hang() throws InterruptedException {
        hanging.incrementAndGet();
        try {
            closing.await();
        } finally {
            hanging.decrementAndGet();
        }
    }

    /** How many calls the dead system has taken and not answered. */
    int hanging() {
        return hanging.get();
    }

    private void process(HttpExchange exchange) throws IOException, InterruptedException {
        byte[] asked = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        String id = exchange.getRequestMethod().equals("POST")
                ? Json.MAPPER.readTree(asked).path("subject_request_id").asText()
                : path.substring(path.lastIndexOf('/') + 1);
        String words = new String(asked, StandardCharsets.UTF_8);
        if (words.contains('"' + FOR_OURSELVES + '"')) {
            handedOn.add(id);
        }
        if (words.contains('"' + PENDING + '"')) {
            pending.add(id);
        }
        if (handedOn.contains(id)) {
            handOn(exchange, path, asked);
        } else if (pending.contains(id)) {
            keep(exchange, id, asked);
        } else if (exchange.getRequestMethod().equals("POST")) {
            exchange.sendResponseHeaders(409, -1);
        } else {
            say(exchange, 200, standing(id, "completed"));
        }
    }

    private void keep(HttpExchange exchange, String id, byte[] asked) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "POST" ->
                say(
                        exchange,
                        201,
                        Json.MAPPER
                                .createObjectNode()
                                .put("subject_request_id", id)
                                .put("encoded_request", Base64.getEncoder().encodeToString(asked)));
            case "DELETE" -> {
                left.add(id);
                say(exchange, 202, Json.MAPPER.createObjectNode().put("subject_request_id", id));
            }
            default -> say(exchange, 200, standing(id, left.contains(id) ? "cancelled" : "pending"));
        }
    }

    private static ObjectNode standing(String id, String status) {
        return Json.MAPPER.createObjectNode().put("subject_request_id", id).put("request_status", status);
    }

    private static void say(HttpExchange exchange, int status, ObjectNode what) throws IOException {
        byte[] said = Json.MAPPER.writeValueAsBytes(what);
        exchange.getResponseHeaders().add("X-OpenDSR-Processor-Domain", SampleKeys.DOMAIN);
        exchange.getResponseHeaders().add("X-OpenDSR-Signature", Signatures.of(said, SampleKeys.key("processor")));
        exchange.sendResponseHeaders(status, said.length);
        exchange.getResponseBody().write(said);
    }

    /** How many requests the processor has been asked to leave. */
    int left() {
        return left.size();
    }

    private void handOn(HttpExchange exchange, String path, byte[] asked) throws IOException, InterruptedException {
        HttpResponse<byte[]> said = client.send(
                HttpRequest.newBuilder(URI.create(door + path))
                        .header("Authorization", authorization)
                        .header("Content-Type", "application/json")
                        .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(asked))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        for (String header : List.of("X-OpenDSR-Processor-Domain", "X-OpenDSR-Signature")) {
            said.headers()
                    .firstValue(header)
                    .ifPresent(value -> exchange.getResponseHeaders().add(header, value));
        }
        exchange.sendResponseHeaders(said.statusCode(), said.body().length);
        exchange.getResponseBody().write(said.body());
    }

    /** The built-in policy, but for how these three are reached. */
    Path policy(Path folder) throws IOException {
        try (InputStream builtIn = PolicyFile.class.getResourceAsStream("/policy/" + PolicyFile.BUILT_IN)) {
            String policy = new String(Objects.requireNonNull(builtIn).readAllBytes(), StandardCharsets.UTF_8);
            return Files.writeString(folder.resolve("policy.yaml"), asked(called(called(policy, ALIVE), DEAD), folder));
        }
    }

    private String called(String policy, String system) {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + path(system, "{visitorId}");
        return policy.replaceFirst(
                "(?m)^( *)- id: " + system + "$",
                "$0\n$1  dispatch: {http: {method: DELETE, url: \"" + url + "\", timeout: PT5M}}");
    }

    private String asked(String policy, Path folder) throws IOException {
        Path certificate = Files.writeString(folder.resolve("opendsr.pem"), SampleKeys.certificatePem("processor"));
        return policy.replaceFirst(
                "(?m)^( *)- id: " + PROCESSOR + "$",
                "$0\n$1  dispatch: {opendsr: {url: \"http://127.0.0.1:"
                        + server.getAddress().getPort()
                        + "/opendsr/v2\", domain: " + SampleKeys.DOMAIN + ", certificate: \"" + certificate
                        + "\", identities: {visitorId: controller_customer_id}}}");
    }

    long calls(String system, String visitor) {
        return calls.stream().filter(path(system, visitor)::equals).count();
    }

    private static String path(String system, String visitor) {
        return "/" + system + "/" + visitor;
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        client.close();
    }
}
