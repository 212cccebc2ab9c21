package io.lethe.kafka.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.lethe.kafka.wire.RegistryRefusedException;
import io.lethe.kafka.wire.UnknownSchemaException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.apache.avro.Schema;

/** A small registry on a real socket, which first misbehaves as often as it was told to. */
public final class LocalRegistry implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final String scheme;
    private final InMemoryRegistry schemas = new InMemoryRegistry();
    private final Queue<Misbehaviour> misbehaviours = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    /** What it was asked. */
    record Asked(String what, String body, String authorization) {}

    /** Something to do instead of the right thing. */
    public interface Misbehaviour {
        void answer(HttpExchange exchange) throws IOException;
    }

    public LocalRegistry() throws IOException {
        this(HttpServer.create(anyPort(), 0), "http");
    }

    private LocalRegistry(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    static LocalRegistry withTls(SSLContext context, boolean clientsMustShowACertificate) throws IOException {
        HttpsServer server = HttpsServer.create(anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters params) {
                SSLParameters parameters = getSSLContext().getDefaultSSLParameters();
                parameters.setNeedClientAuth(clientsMustShowACertificate);
                params.setSSLParameters(parameters);
            }
        });
        return new LocalRegistry(server, "https");
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    public LocalRegistry misbehaving(Misbehaviour... next) {
        misbehaviours.addAll(List.of(next));
        return this;
    }

    public LocalRegistry misbehaving(int times, Misbehaviour next) {
        for (int i = 0; i < times; i++) {
            misbehaviours.add(next);
        }
        return this;
    }

    public static Misbehaviour says(int status, String body) {
        return exchange -> respond(exchange, status, body);
    }

    Misbehaviour hangs() {
        return _ -> awaitClose();
    }

    Misbehaviour hangsInTheMiddle() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            awaitClose();
        };
    }

    private void awaitClose() throws IOException {
        try {
            closing.await();
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    String url() {
        return scheme + "://localhost:" + server.getAddress().getPort();
    }

    /** Settings that retry quickly, and these. */
    public Map<String, Object> settings(String... more) {
        return settingsOf(url(), more);
    }

    static Map<String, Object> settingsOf(String urls, String... more) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "schema.registry.url", urls,
                "http.read.timeout.ms", "10000",
                "max.retries", "2",
                "retries.wait.ms", "5"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    public int knows(Schema schema) {
        return schemas.register("any", schema);
    }

    public List<String> asked() {
        return asked.stream().map(Asked::what).toList();
    }

    Asked firstAsked() {
        return asked.getFirst();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            asked.add(new Asked(exchange.getRequestMethod() + " " + path, body, String.valueOf(authorization)));
            Misbehaviour misbehaviour = misbehaviours.poll();
            if (misbehaviour != null) {
                misbehaviour.answer(exchange);
            } else {
                behave(exchange, path, body);
            }
        }
    }

    private void behave(HttpExchange exchange, String path, String body) throws IOException {
        try {
            if (path.startsWith("/schemas/ids/")) {
                Schema schema = schemas.byId(Integer.parseInt(path.substring("/schemas/ids/".length())));
                respond(exchange, 200, "{\"schema\":" + JSON.writeValueAsString(schema.toString()) + "}");
                return;
            }
            if (path.startsWith("/schemas/guids/")) {
                Schema schema = schemas.byGuid(UUID.fromString(path.substring("/schemas/guids/".length())));
                respond(exchange, 200, "{\"schema\":" + JSON.writeValueAsString(schema.toString()) + "}");
                return;
            }
            if (path.equals("/config")) {
                respond(exchange, 200, "{\"compatibilityLevel\":\"BACKWARD\"}");
                return;
            }
            JsonNode posted = JSON.readTree(body);
            Schema schema = new Schema.Parser().parse(posted.get("schema").textValue());
            int id = path.endsWith("/versions") ? schemas.register(path, schema) : schemas.lookUp(path, schema);
            respond(exchange, 200, "{\"id\":" + id + "}");
        } catch (UnknownSchemaException | RegistryRefusedException notThere) {
            respond(exchange, 404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
        }
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
        if (status / 100 == 3) {
            exchange.getResponseHeaders().set("Location", body);
        }
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
