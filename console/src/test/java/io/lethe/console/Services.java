package io.lethe.console;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A service that tells what a test wants it to; it can be away for a while. */
final class Services implements AutoCloseable {

    private final AtomicInteger asked = new AtomicInteger();
    private final int port;
    private volatile String told = "lethe_ready 1.0\n";
    private HttpServer server;

    Services() {
        server = open(0);
        port = server.getAddress().getPort();
    }

    private HttpServer open(int where) {
        try {
            HttpServer opened = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), where), 0);
            opened.createContext("/metrics", exchange -> {
                asked.incrementAndGet();
                byte[] text = told.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, text.length);
                exchange.getResponseBody().write(text);
                exchange.close();
            });
            opened.start();
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void tell(String metrics) {
        told = metrics;
    }

    /** How often anybody wanted to know. */
    int asked() {
        return asked.get();
    }

    void goAway() {
        server.stop(0);
    }

    void comeBack() {
        server = open(port);
    }

    /** Settings of a console that watches this as each of its services. */
    Map<String, String> settings() {
        String url = URI.create("http://127.0.0.1:" + port).toString();
        Map<String, String> settings = new TreeMap<>();
        settings.put("LETHE_INGEST_URL", url);
        settings.put("LETHE_RETENTION_URL", url);
        settings.put("LETHE_WORKER_URL", url);
        return settings;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
