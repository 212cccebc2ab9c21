package io.lethe.local.process;

import io.lethe.local.folder.Part;
import io.lethe.local.folder.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks the parts of a pipeline, from outside, whether they can work. */
final class Probe implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int CONNECT_MILLIS = 500;

    private final Ports ports;
    private final String registryUrl;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    Probe(PipelineOptions options) {
        this.ports = options.ports();
        this.registryUrl = options.registryUrl();
    }

    /** Whether a part can work at this moment. */
    boolean isReady(Part part) {
        return switch (part) {
            // A broker opens its port only when it serves.
            case BROKER -> connects(ports.kafka());
            case REGISTRY -> isOk(registryUrl + "/subjects");
            case CONSENT_INGEST -> isOk(readyz(ports.ingest()));
            case RETENTION_STREAM -> isOk(readyz(ports.retention()));
            case ERASURE_WORKER -> isOk(readyz(ports.worker()));
            case RECIPIENT_CONNECTORS -> isOk(readyz(ports.connectors()));
            case CONSOLE -> isOk(readyz(ports.console()));
        };
    }

    private static String readyz(int port) {
        return "http://127.0.0.1:" + port + "/readyz";
    }

    private static boolean connects(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isOk(String url) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
