package io.lethe.local.faults.door;

import io.lethe.local.folder.Part;
import io.lethe.local.folder.Ports;
import io.lethe.local.process.LoneChild;
import io.lethe.local.process.PipelineOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** The front door's process with bounds that a test can reach, beside the one that everybody else uses. */
final class NarrowDoor implements AutoCloseable {

    private final int port;
    private final LoneChild child;
    private final HttpClient http = HttpClient.newHttpClient();

    NarrowDoor(PipelineOptions options, Map<String, String> settings) {
        Ports ports = options.ports();
        this.port = Ports.anyFree();
        PipelineOptions own = new PipelineOptions(
                options.data(),
                new Ports(
                        ports.kafka(),
                        ports.registry(),
                        port,
                        ports.retention(),
                        ports.worker(),
                        ports.connectors(),
                        ports.console()),
                options.sandboxClock(),
                options.forgettingWindow(),
                options.policy(),
                options.foreignBroker());
        this.child = LoneChild.start(Part.CONSENT_INGEST, own, settings);
        DoorBench.await().until(child::isReady);
    }

    int port() {
        return port;
    }

    boolean isReady() {
        return child.isReady();
    }

    long residentKilobytes() {
        try {
            return child.residentKilobytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the door has counted. */
    long metric(String series) {
        return metric(http, port, series);
    }

    /** @param series name and labels, as they stand in the text */
    static long metric(HttpClient http, int port, String series) {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(series + " "))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
        child.close();
    }
}
