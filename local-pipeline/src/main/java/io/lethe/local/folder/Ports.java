package io.lethe.local.folder;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** The ports of a pipeline, all on the loopback interface. */
public record Ports(int kafka, int registry, int ingest, int retention, int worker, int connectors, int console) {

    public static final Ports DEFAULT = new Ports(9092, 8081, 8080, 8082, 8083, 8085, 8084);

    private static final int HIGHEST = 65_535;
    private static final int LOWEST_FREE = 20_000;
    private static final int LOWEST_HANDED_OUT = 32_768;

    public Ports {
        if (IntStream.of(kafka, registry, ingest, retention, worker, connectors, console)
                        .max()
                        .orElseThrow()
                > HIGHEST) {
            throw new IllegalArgumentException("a port is above " + HIGHEST);
        }
    }

    public Ports plus(int offset) {
        return new Ports(
                kafka + offset,
                registry + offset,
                ingest + offset,
                retention + offset,
                worker + offset,
                connectors + offset,
                console + offset);
    }

    /**
     * Ports that nobody listens on at the moment. None of those that systems hand out to outgoing connections: one of these
     * might be gone before it is used.
     */
    public static Ports free() {
        List<Integer> free = ThreadLocalRandom.current()
                .ints(LOWEST_FREE, LOWEST_HANDED_OUT)
                .distinct()
                .filter(port -> !isTaken(port))
                .limit(7)
                .boxed()
                .toList();
        return new Ports(free.get(0), free.get(1), free.get(2), free.get(3), free.get(4), free.get(5), free.get(6));
    }

    /** Any one port that nobody listens on at the moment. */
    public static int anyFree() {
        return free().kafka();
    }

    /** The ports that somebody listens on, with what they were meant for. */
    public List<String> taken() {
        Map<String, Integer> all = new LinkedHashMap<>();
        all.put("Kafka", kafka);
        all.put("registry", registry);
        all.put("consent-ingest", ingest);
        all.put("retention-stream", retention);
        all.put("erasure-worker", worker);
        all.put("recipient-connectors", connectors);
        all.put("console", console);
        return all.entrySet().stream()
                .filter(port -> isTaken(port.getValue()))
                .map(port -> port.getValue() + " (" + port.getKey() + ")")
                .toList();
    }

    private static boolean isTaken(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
