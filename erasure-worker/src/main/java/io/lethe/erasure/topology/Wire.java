package io.lethe.erasure.topology;

import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.schemas.DeletionCommand;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import io.lethe.streams.Nodes;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.RecordContext;
import org.apache.kafka.streams.processor.TopicNameExtractor;
import org.jspecify.annotations.Nullable;

/** The topology's ends: topics with their serdes. */
final class Wire {

    private final StreamsBuilder builder;
    private final Map<String, ?> registry;

    Wire(StreamsBuilder builder, Map<String, ?> registry) {
        this.builder = builder;
        this.registry = registry;
    }

    /** A topic's records. */
    <V extends SpecificRecord> KStream<String, V> read(Topic<V> topic) {
        return builder.stream(
                topic.name(),
                Consumed.with(Serdes.String(), AvroSerdes.of(topic, registry)).withName(Nodes.read(topic)));
    }

    /** A sink; only what is forwarded to it by name arrives there. */
    <V extends SpecificRecord> void write(KStream<String, @Nullable SpecificRecord> records, Topic<V> topic) {
        Serializer<V> serializer = AvroSerdes.ready(topic, registry).serializer();
        Class<V> type = topic.valueType();
        records.to(
                topic.name(),
                Produced.with(
                                Serdes.String(),
                                writing((destination, value) -> serializer.serialize(destination, type.cast(value))))
                        .withName(Nodes.publish(topic)));
    }

    /** Each command goes to the topic of its system. */
    void writeCommands(KStream<String, @Nullable SpecificRecord> records, List<Topic<?>> topics) {
        Serializer<SpecificRecord> serializer = AvroSerdes.serializer(topics, registry);
        records.to(
                new TopicOfSystem(),
                Produced.with(Serdes.String(), writing(serializer::serialize)).withName(ToWire.COMMANDS));
    }

    private static Serde<@Nullable SpecificRecord> writing(Serializer<SpecificRecord> serializer) {
        return Serdes.serdeFrom((topic, value) -> value == null ? null : serializer.serialize(topic, value), (_, _) -> {
            throw new UnsupportedOperationException("a sink does not read");
        });
    }

    /** Which topic a command goes to. */
    private record TopicOfSystem() implements TopicNameExtractor<String, @Nullable SpecificRecord> {

        @Override
        public String extract(String key, @Nullable SpecificRecord value, RecordContext context) {
            if (value instanceof DeletionCommand command) {
                return Topics.deletionCommands(command.getSystem()).name();
            }
            throw new IllegalArgumentException("only deletion commands go to the recipient systems");
        }
    }
}
