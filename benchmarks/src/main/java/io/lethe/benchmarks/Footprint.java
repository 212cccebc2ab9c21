package io.lethe.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** What a service takes: memory of its process, its files, and its changelogs at the broker. */
record Footprint(Pipeline pipeline, Admin admin, String service, String main) {

    /** In bytes. */
    record Bytes(long memory, long files, long changelogs) {

        /** What was added until later, for each of so many. */
        String of(int count, Bytes later) {
            return String.format(
                    Locale.ROOT,
                    "bytes for each of %,d open: memory of the process %,d, files and what is in write buffers %,d, changelogs %,d",
                    count,
                    (later.memory - memory) / count,
                    (later.files - files) / count,
                    (later.changelogs - changelogs) / count);
        }
    }

    Bytes now() throws IOException, InterruptedException, ExecutionException {
        long pid = pipeline.processes(List.of(main)).getFirst().pid();
        // In this order: to be asked costs the process memory, but only the first time.
        long buffers = WriteBuffers.of(pid);
        return new Bytes(memory(pid), files() + buffers, changelogs());
    }

    private static long memory(long pid) throws IOException, InterruptedException {
        Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
        String kilobytes = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        ps.waitFor();
        return Long.parseLong(kilobytes.strip()) * 1024;
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.walk(pipeline.state(service))) {
            return all.filter(Files::isRegularFile).mapToLong(Footprint::size).sum();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (NoSuchFileException compactedAway) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long changelogs() throws ExecutionException, InterruptedException {
        List<Integer> brokers = admin.describeCluster().nodes().get().stream()
                .map(node -> node.id())
                .toList();
        return admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
                .flatMap(broker -> broker.values().stream())
                .flatMap(folder -> folder.replicaInfos().entrySet().stream())
                .filter(replica -> replica.getKey().topic().startsWith(service)
                        && replica.getKey().topic().endsWith("-changelog"))
                .mapToLong(replica -> replica.getValue().size())
                .sum();
    }
}
