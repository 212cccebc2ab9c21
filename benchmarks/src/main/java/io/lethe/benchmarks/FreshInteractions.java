package io.lethe.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Interactions of a few contacts at a steady rate, each looked for in the answers about them until it shows. */
final class FreshInteractions implements AutoCloseable {

    private static final int CONTACTS = 50;
    private static final Duration GIVE_UP = Duration.ofSeconds(30);
    private static final long LOOK_AGAIN_NANOS = 50_000_000;

    private final Pipeline pipeline;
    private final Crowd crowd;
    private final Instant at;
    private final int perSecond;
    private final KafkaProducer<String, byte[]> producer;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean stopped;
    private final Future<Void> all;

    /**
     * Begins at once.
     *
     * @param at the time of the first; each is a millisecond later than the one before
     */
    FreshInteractions(Pipeline pipeline, Crowd crowd, Instant at, int perSecond) {
        this.pipeline = pipeline;
        this.crowd = crowd;
        this.at = at;
        this.perSecond = perSecond;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", pipeline.bootstrap(), "linger.ms", 0),
                new StringSerializer(),
                new ByteArraySerializer());
        this.all = threads.submit(this::publish);
    }

    /** Starts one look every so often, whether or not the earlier ones are done. */
    private Void publish() throws InterruptedException, ExecutionException {
        List<Future<Long>> looks = new ArrayList<>();
        long begun = System.nanoTime();
        for (int number = 0; !stopped; number++) {
            for (long wait; (wait = begun + number * 1_000_000_000L / perSecond - System.nanoTime()) > 0; ) {
                LockSupport.parkNanos(wait);
            }
            int contact = 2 * (number % CONTACTS);
            Instant time = at.plusMillis(number);
            producer.send(crowd.interaction(Crowd.INTERACTIONS, contact, time)).get();
            looks.add(threads.submit(() -> shownAfter(EventTemplate.subjectId(contact), time)));
        }
        for (Future<Long> look : looks) {
            nanos.add(look.get());
        }
        return null;
    }

    private long shownAfter(String subjectId, Instant time) throws IOException, InterruptedException {
        long acknowledged = System.nanoTime();
        while (true) {
            Optional<JsonNode> seen = pipeline.knownSubject(subjectId);
            long now = System.nanoTime();
            if (seen.filter(subject -> !last(subject).isBefore(time)).isPresent()) {
                return now - acknowledged;
            }
            if (now - acknowledged > GIVE_UP.toNanos()) {
                throw new IOException("an interaction did not show within " + GIVE_UP);
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    private static Instant last(JsonNode subject) {
        String time = subject.at("/retention/lastInteractionAt").asText();
        return time.isEmpty() ? Instant.MIN : OffsetDateTime.parse(time).toInstant();
    }

    /** How long each took from its acknowledgement until it showed. */
    Millis stop() throws InterruptedException, ExecutionException {
        stopped = true;
        all.get();
        return Millis.ofNanos(List.copyOf(nanos));
    }

    @Override
    public void close() {
        threads.shutdownNow();
        producer.close();
    }
}
