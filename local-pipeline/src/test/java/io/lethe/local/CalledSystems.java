package io.lethe.local;

import com.sun.net.httpserver.HttpServer;
import io.lethe.policy.file.PolicyFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** Two recipient systems that are called over HTTP: one answers, and one never answers for whom it has chosen. */
final class CalledSystems implements AutoCloseable {

    static final String ALIVE = "linkedin";
    static final String DEAD = "cloudflare";

    /** For this visitor the dead system never answers. */
    static final String IGNORED = "v-called";

    private final HttpServer server;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    private CalledSystems() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String call = exchange.getRequestURI().getPath();
            calls.add(call);
            try (exchange) {
                if (call.equals(path(DEAD, IGNORED))) {
                    closing.await();
                }
                exchange.sendResponseHeaders(204, -1);
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

    /** The built-in policy, but for how these two are reached. */
    Path policy(Path folder) throws IOException {
        try (InputStream builtIn = PolicyFile.class.getResourceAsStream("/policy/" + PolicyFile.BUILT_IN)) {
            String policy = new String(Objects.requireNonNull(builtIn).readAllBytes(), StandardCharsets.UTF_8);
            return Files.writeString(folder.resolve("policy.yaml"), called(called(policy, ALIVE), DEAD));
        }
    }

    private String called(String policy, String system) {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + path(system, "{visitorId}");
        return policy.replaceFirst(
                "(?m)^( *)- id: " + system + "$",
                "$0\n$1  dispatch: {http: {method: DELETE, url: \"" + url + "\", timeout: PT30S}}");
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
    }
}
