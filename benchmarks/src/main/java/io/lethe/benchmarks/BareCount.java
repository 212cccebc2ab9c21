package io.lethe.benchmarks;

import java.io.IOException;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;

/** The reference of {@link IngestBenchmark}: counts the records of each key, under the guarantees and settings of the retention stream. */
final class BareCount {

    private BareCount() {}

    /** Takes the broker, the application id, a folder for the state, and the topics. */
    public static void main(String[] args) throws IOException, InterruptedException {
        StreamsBuilder topology = new StreamsBuilder();
        topology.stream(List.of(args).subList(3, args.length), Consumed.with(Serdes.String(), Serdes.ByteArray()))
                .groupByKey(Grouped.with(Serdes.String(), Serdes.ByteArray()))
                .count(Materialized.as("counts"));
        BareStreams.run(topology.build(), args[0], args[1], args[2]);
    }
}
