package io.lethe.kafka.serdes;

import io.lethe.kafka.registry.Registries;
import io.lethe.kafka.registry.Registry;
import io.lethe.kafka.registry.RegistryConfig;
import io.lethe.kafka.wire.Frame;
import io.lethe.kafka.wire.RegistryRefusedException;
import io.lethe.kafka.wire.RegistryUnavailableException;
import io.lethe.schemas.topics.EventModel;
import io.lethe.schemas.topics.Topic;
import java.io.IOException;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes values in Confluent's wire format: magic byte 0, the schema's id as four bytes, big-endian, then Avro's binary
 * encoding. Kafka makes it from its class name and configures it. One instance serves many topics and threads; it asks
 * the registry once for each topic and schema.
 */
public final class AvroSerializer<V extends SpecificRecord> implements Serializer<V> {

    private final SingleFlight<Written, Prepared> prepared = new SingleFlight<>();
    private @Nullable Registry registry;
    private boolean autoRegister = true;

    /** What is written where. */
    private record Written(String topic, Schema schema) {}

    private record Prepared(int id, DatumWriter<SpecificRecord> writer) {}

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        if (isKey) {
            throw new ConfigException("keys are plain strings; this serializer writes values");
        }
        RegistryConfig config = RegistryConfig.of(configs);
        registry = Registries.of(config);
        autoRegister = config.autoRegister();
    }

    /**
     * Learns the schema's id now, so that the first record of the topic does not have to wait for the registry.
     *
     * @throws RegistryUnavailableException when no registry answered in time
     * @throws RegistryRefusedException when it will not have the schema
     */
    void prepare(Topic<? extends V> topic) {
        prepared(topic.name(), EventModel.INSTANCE.getSchema(topic.valueType()));
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable V value) {
        if (value == null) {
            return null;
        }
        Prepared ready = prepared(topic, value.getSchema());
        try {
            return AvroBytes.of(out -> Frame.write(ready.id, out), ready.writer, value);
        } catch (IOException | RuntimeException unwritable) {
            // Without the cause: Avro's messages may quote the record.
            throw new SerializationException("topic " + topic + ": cannot write this "
                    + value.getSchema().getName() + " ("
                    + unwritable.getClass().getSimpleName() + ")");
        }
    }

    private Prepared prepared(String topic, Schema schema) {
        return prepared.get(new Written(topic, schema), this::prepare);
    }

    private Prepared prepare(Written written) {
        if (registry == null) {
            throw new IllegalStateException("not configured");
        }
        String subject = Topic.schemaSubject(written.topic);
        int id = autoRegister ? registry.register(subject, written.schema) : registry.lookUp(subject, written.schema);
        return new Prepared(id, new SpecificDatumWriter<>(written.schema, EventModel.INSTANCE));
    }
}
