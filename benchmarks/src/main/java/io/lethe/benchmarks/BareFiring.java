package io.lethe.benchmarks;

import java.io.IOException;
import java.time.Duration;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * The reference of {@link FiringBenchmark}: an index in RocksDB, with its changelog. Told to fire, it takes all entries out, without any look
 * at whose they are, and emits two records of the usual size for each.
 */
final class BareFiring implements Processor<String, byte[], String, byte[]> {

    private static final String FIRE = "fire";
    private static final String INDEX = "index";
    private static final byte[] NOTHING = {};
    private static final byte[] TOLD = new byte[160];
    private static final Duration SLICE = Duration.ofMillis(90);

    private ProcessorContext<String, byte[]> context;
    private KeyValueStore<String, byte[]> index;
    private boolean firing;
    private String reached = "";

    @SuppressWarnings("NullAway.Init")
    private BareFiring() {}

    static ProducerRecord<String, byte[]> entry(String topic, int number) {
        return new ProducerRecord<>(topic, EventTemplate.subjectId(number), NOTHING);
    }

    static ProducerRecord<String, byte[]> fire(String topic, int partition) {
        return new ProducerRecord<>(topic, partition, FIRE, NOTHING);
    }

    /** Takes the broker, the application id, a folder for the state, the topic of the entries and the one to tell. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Topology topology = new Topology();
        topology.addSource("entries", new StringDeserializer(), new ByteArrayDeserializer(), args[3]);
        topology.addProcessor(INDEX, BareFiring::new, "entries");
        topology.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(INDEX), Serdes.String(), Serdes.ByteArray())
                        .withCachingDisabled(),
                INDEX);
        topology.addSink("told", args[4], new StringSerializer(), new ByteArraySerializer(), INDEX);
        BareStreams.run(topology, args[0], args[1], args[2]);
    }

    @Override
    public void init(ProcessorContext<String, byte[]> context) {
        this.context = context;
        this.index = context.getStateStore(INDEX);
        context.schedule(Duration.ofMillis(100), PunctuationType.WALL_CLOCK_TIME, _ -> takeAll());
    }

    @Override
    public void process(Record<String, byte[]> message) {
        if (message.key().equals(FIRE)) {
            firing = true;
            reached = "";
        } else {
            index.put(message.key(), NOTHING);
        }
    }

    private void takeAll() {
        if (!firing) {
            return;
        }
        long begun = System.nanoTime();
        try (KeyValueIterator<String, byte[]> entries = index.range(reached, null)) {
            while (entries.hasNext() && System.nanoTime() - begun < SLICE.toNanos()) {
                KeyValue<String, byte[]> entry = entries.next();
                index.delete(entry.key);
                reached = entry.key;
                Record<String, byte[]> told = new Record<>(entry.key, TOLD, context.currentSystemTimeMs());
                context.forward(told);
                context.forward(told);
            }
            firing = entries.hasNext();
        }
    }
}
