package io.lethe.ingest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** A web site of its own origin: pages that a test writes, and scripts that lie among the resources. */
final class WebSite implements AutoCloseable {

    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private final Map<String, Path> files = new ConcurrentHashMap<>();
    private final String name;
    private final HttpServer server;

    /** @param name under which it is visited: {@code localhost} or {@code 127.0.0.1} */
    WebSite(String name) {
        this.name = name;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    String address() {
        return "http://" + name + ":" + server.getAddress().getPort();
    }

    /** @return where it can be visited */
    String page(String path, String html) {
        pages.put(path, html);
        return address() + path;
    }

    /** A file of the site that lies elsewhere. */
    void file(String path, Path file) {
        files.put(path, file);
    }

    /**
     * A page with the script in it, as docs/front-ends.md says, from the site's own copy.
     *
     * @param attributes of the script's tag
     * @return where it can be visited
     */
    String page(String path, LightDoor door, String attributes, String body) {
        return page(path, """
                <!doctype html><html lang="fr"><title>%s</title><link rel="icon" href="data:,">
                <script>window.lethe = window.lethe || function () { (lethe.q = lethe.q || []).push(arguments); };
                  window.asked = []; window.changes = [];
                  lethe('onask', (reason, purposes) => asked.push([reason, ...purposes].join(' ')));
                  lethe('onchange', (granted) => changes.push(JSON.stringify(granted)));</script>
                <script async src="/lethe-browser/lethe.js" data-url="%s" data-key="%s" data-source="www" %s></script>
                <body>%s</body>
                """.formatted(path, door.address(), LightDoor.KEY, attributes, body));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String page = pages.get(path);
            byte[] bytes = page == null ? file(path) : page.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type(path));
            exchange.sendResponseHeaders(bytes.length == 0 ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private byte[] file(String path) throws IOException {
        Path file = files.get(path);
        return file == null ? resource(path) : Files.readAllBytes(file);
    }

    private static byte[] resource(String path) throws IOException {
        try (InputStream file = WebSite.class.getResourceAsStream(path)) {
            return file == null ? new byte[0] : file.readAllBytes();
        }
    }

    private static String type(String path) {
        if (path.endsWith(".js")) {
            return "text/javascript; charset=utf-8";
        }
        return path.endsWith(".css") ? "text/css; charset=utf-8" : "text/html; charset=utf-8";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
