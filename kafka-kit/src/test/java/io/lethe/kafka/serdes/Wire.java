package io.lethe.kafka.serdes;

import io.lethe.schemas.Sample;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/** Writes and reads samples without knowing their types. */
final class Wire {

    private Wire() {}

    /** A serde over a registry of its own, in which the first schema gets id 1. */
    static Serde<? extends SpecificRecord> serde(Sample sample, String scope) {
        return AvroSerdes.of(sample.topic, registry(scope + "-" + sample.file()));
    }

    static Map<String, String> registry(String scope) {
        return Map.of("schema.registry.url", "mock://" + scope);
    }

    @SuppressWarnings("unchecked")
    static byte[] write(Serde<? extends SpecificRecord> serde, Sample sample) {
        return ((Serde<SpecificRecord>) serde).serializer().serialize(sample.topic.name(), sample.event);
    }

    static @Nullable SpecificRecord read(Serde<? extends SpecificRecord> serde, Sample sample, byte[] bytes) {
        return serde.deserializer().deserialize(sample.topic.name(), bytes);
    }
}
