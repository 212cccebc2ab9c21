package io.lethe.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The reference of {@link LedgerBenchmark}: for each record of one topic as many records go out as the ledger writes for an order, and for each of another
 * as many as it writes for an answer, as large as the ledger's, under the same guarantees. Nothing is looked up or kept.
 */
final class BareFanOut implements Processor<String, byte[], String, byte[]> {

    /** A topic that is written, how large its records are, and after how many records that are read one is written. */
    private record Out(String topic, int bytes, int every) {

        /** As {@code topic:bytes:every}. */
        static Out of(String argument) {
            String[] parts = argument.split(":", -1);
            return new Out(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
        }
    }

    private final List<Out> outs;
    private final List<byte[]> values;
    private ProcessorContext<String, byte[]> context;
    private long read;

    @SuppressWarnings("NullAway.Init")
    private BareFanOut(List<Out> outs) {
        this.outs = outs;
        this.values = outs.stream().map(out -> new byte[out.bytes()]).toList();
    }

    static String out(String topic, int bytes, int every) {
        return topic + ":" + bytes + ":" + every;
    }

    /** Takes the broker, the application id, a folder, and then for each topic that is read its name and what is written, as one argument. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Topology topology = new Topology();
        for (int argument = 3; argument < args.length; argument++) {
            String[] words = args[argument].split(" ", -1);
            String in = words[0];
            List<Out> outs = new ArrayList<>();
            for (int word = 1; word < words.length; word++) {
                outs.add(Out.of(words[word]));
            }
            topology.addSource(in, new StringDeserializer(), new ByteArrayDeserializer(), in);
            topology.addProcessor("fan-out-" + in, () -> new BareFanOut(outs), in);
            outs.forEach(out -> topology.addSink(
                    sink(in, out), out.topic(), new StringSerializer(), new ByteArraySerializer(), "fan-out-" + in));
        }
        BareStreams.run(topology, args[0], args[1], args[2]);
    }

    private static String sink(String in, Out out) {
        return in + "-to-" + out.topic();
    }

    @Override
    public void init(ProcessorContext<String, byte[]> context) {
        this.context = context;
    }

    @Override
    public void process(Record<String, byte[]> message) {
        read++;
        String in = context.recordMetadata().orElseThrow().topic();
        for (int each = 0; each < outs.size(); each++) {
            Out out = outs.get(each);
            if (read % out.every() == 0) {
                context.forward(message.withValue(values.get(each)), sink(in, out));
            }
        }
    }
}
