package io.lethe.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Topics of a reference on the pipeline's broker. They go at the end, with those that the reference has made for itself. */
final class BareTopics implements AutoCloseable {

    private final String prefix = "benchmark-" + UUID.randomUUID();
    private final Admin admin;
    private final List<String> names;

    /** As many topics as asked for, each with so many partitions. */
    BareTopics(String bootstrap, int count, int partitions) throws ExecutionException, InterruptedException {
        admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrap));
        names = IntStream.range(0, count)
                .mapToObj(number -> prefix + "-" + number)
                .toList();
        admin.createTopics(names.stream()
                        .map(name -> new NewTopic(name, Optional.of(partitions), Optional.of((short) 1)))
                        .toList())
                .all()
                .get();
    }

    List<String> names() {
        return names;
    }

    /** All topics whose names begin so. */
    List<String> named(String beginning) throws ExecutionException, InterruptedException {
        return admin.listTopics().names().get().stream()
                .filter(name -> name.startsWith(beginning))
                .sorted()
                .toList();
    }

    /** The only one, or the first. */
    String name() {
        return names.getFirst();
    }

    Admin admin() {
        return admin;
    }

    @Override
    public void close() throws ExecutionException, InterruptedException {
        try (admin) {
            admin.deleteTopics(admin.listTopics().names().get().stream()
                            .filter(topic -> topic.startsWith(prefix))
                            .toList())
                    .all()
                    .get();
        }
    }
}
