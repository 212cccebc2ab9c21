package io.lethe.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How fast the retention stream works off a backlog of interactions: a run writes them to the topic faster than they can be
 * processed, and measures from the last one written until all are committed. The reference, in alternating runs, is a count for each key by Kafka Streams
 * under the same guarantees, on a topic with as many partitions and the same bytes.
 */
@Command(
        name = "stream",
        mixinStandardHelpOptions = true,
        description = "Interactions a second through the retention stream; beside a bare count for each key.")
final class StreamBenchmark implements Callable<Integer> {

    private static final String TOPIC = "interactions";
    private static final String GROUP = "retention-stream";
    private static final List<String> BYSTANDERS =
            List.of("io.lethe.ingest.ConsentIngest", "io.lethe.erasure.ErasureWorker");
    private static final int HEAP_OF_THE_STREAM = 512;
    private static final int PARTITIONS = 6;

    @Mixin
    private MeasuredPipeline measured = new MeasuredPipeline();

    @Option(
            names = "--interactions",
            defaultValue = "500000",
            description = "How many a run writes. Default: ${DEFAULT-VALUE}")
    private int interactions;

    @Option(names = "--subjects", defaultValue = "100000", description = "Whose they are. Default: ${DEFAULT-VALUE}")
    private int subjects;

    @Option(names = "--quick", description = "Two runs of 300,000 interactions.")
    private boolean quick;

    private long time;

    @Override
    public Integer call() throws Exception {
        if (quick) {
            measured.runs(2);
            interactions = 300_000;
        }
        // Whole rounds, so that everybody's last interaction is the last one's.
        interactions -= interactions % subjects;
        measured.announce(
                String.format(Locale.ROOT, "stream: %,d interactions of %,d subjects", interactions, subjects));
        try (Pipeline pipeline = measured.open()) {
            InteractionTemplate template = template(pipeline);
            try (Pause _ = pipeline.pause(BYSTANDERS)) {
                measure(pipeline, template);
            }
        }
        return 0;
    }

    private void measure(Pipeline pipeline, InteractionTemplate template) throws Exception {
        Rates rates = new Rates();
        try (BareTopics copy = new BareTopics(pipeline.bootstrap(), 1, PARTITIONS);
                KafkaProducer<String, byte[]> producer = producer(pipeline.bootstrap());
                ScratchFolder state = ScratchFolder.make();
                Reference bare = Reference.start(
                        BareCount.class,
                        HEAP_OF_THE_STREAM,
                        pipeline.bootstrap(),
                        copy.name(),
                        copy.name(),
                        state.path().toString())) {
            for (int run = 0; run <= measured.runs(); run++) {
                write(producer, template, TOPIC);
                double ours = new Preload(copy.admin(), TOPIC, GROUP).drain();
                allAreCounted(pipeline);
                write(producer, template, copy.name());
                double theirs = new Preload(copy.admin(), copy.name(), bare.address()).drain();
                System.out.printf(
                        Locale.ROOT,
                        "  %s: %,.0f a second; bare count %,.0f a second%n",
                        run == 0 ? "warm-up" : "run " + run,
                        ours,
                        theirs);
                if (run > 0) {
                    rates.ours(ours);
                    rates.reference(theirs);
                }
            }
        }
        System.out.println("stream, min/median/max: " + rates.summary());
    }

    private static KafkaProducer<String, byte[]> producer(String bootstrap) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.LINGER_MS_CONFIG,
                        20,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        256 * 1024,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        128L * 1024 * 1024),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** Has one interaction written by the door, and takes its bytes. */
    private InteractionTemplate template(Pipeline pipeline) throws IOException, InterruptedException {
        Instant at = Instant.ofEpochMilli(System.currentTimeMillis());
        time = at.toEpochMilli();
        List<byte[]> values = new ArrayList<>();
        try (TopicTail topic = new TopicTail(pipeline.bootstrap(), List.of(TOPIC))) {
            JsonNode answer = pipeline.publish(
                    TOPIC,
                    "{\"subject\":{\"email\":\"template@example.org\"},\"source\":\"" + InteractionTemplate.SOURCE
                            + "\",\"kind\":\"contact-form\",\"occurredAt\":\"" + at
                            + "\",\"dataCategories\":[\"contact-details\"]}");
            String subject = answer.at("/events/0/subjectId").asText();
            topic.read(record -> {
                if (record.key().equals(subject)) {
                    values.add(record.value());
                }
            });
            if (values.size() != 1) {
                throw new IOException("one interaction was written, and " + values.size() + " were found");
            }
            return new InteractionTemplate(
                    values.getFirst(), answer.at("/events/0/eventId").asText(), subject, time);
        }
    }

    /** Everybody's turn comes again and again, each time a moment later. */
    private void write(KafkaProducer<String, byte[]> producer, InteractionTemplate template, String topic) {
        for (int i = 0; i < interactions; i++) {
            String subject = InteractionTemplate.subjectId(i % subjects);
            if (i % subjects == 0) {
                time++;
            }
            producer.send(new ProducerRecord<>(
                    topic, subject, template.value(UUID.randomUUID().toString(), subject, time)));
        }
        producer.flush();
    }

    /** Committed offsets alone could also mean that everything was thrown away. */
    private void allAreCounted(Pipeline pipeline) throws IOException, InterruptedException, ExecutionException {
        for (int number = 0; number < subjects; number += Math.max(1, subjects / 20)) {
            String last = pipeline.subject(InteractionTemplate.subjectId(number))
                    .at("/retention/lastInteractionAt")
                    .asText();
            if (OffsetDateTime.parse(last).toInstant().toEpochMilli() != time) {
                throw new IOException("a subject's last interaction is of " + last + ", not of the last one written");
            }
        }
    }
}
