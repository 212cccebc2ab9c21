package io.lethe.schemas;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link AvroSerializer}, or Confluent's, wrote. The writer's schema is fetched by its id, once, and resolved
 * against ours, so a newer writer's extra field is skipped and its new enum symbol becomes {@code UNRECOGNISED}.
 * Throws nothing but {@link WireException}s, whatever the bytes.
 */
public final class AvroDeserializer<V extends SpecificRecord> implements Deserializer<V> {

    private static final int UNKNOWN_IDS_KEPT = 1_000;
    private static final Duration UNKNOWN_FOR = Duration.ofSeconds(30);
    private static final ThreadLocal<BinaryDecoder> DECODER =
            ThreadLocal.withInitial(() -> DecoderFactory.get().binaryDecoder(new byte[0], null));

    private final SingleFlight<Integer, Resolved> resolved = new SingleFlight<>();
    private final UnknownIds unknown = new UnknownIds(UNKNOWN_IDS_KEPT, UNKNOWN_FOR, Pauses.REAL::nanos);
    private @Nullable Registry registry;
    private @Nullable Class<? extends SpecificRecord> expected;

    /** What is to be done with values of one schema id; for ever, since an id's schema never changes. */
    private sealed interface Resolved {

        record Readable(SpecificDatumReader<SpecificRecord> reader) implements Resolved {}

        record Unreadable(String why) implements Resolved {}
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        if (isKey) {
            throw new ConfigException("keys are plain strings; this deserializer reads values");
        }
        expected = ValueTypes.configured(configs);
        registry = Registry.of(RegistryConfig.of(configs));
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable V deserialize(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        int id = Frame.schemaId(topic, bytes);
        if (unknown.contains(id)) {
            throw new UnknownSchemaException(id);
        }
        return switch (resolved.get(id, this::resolve)) {
            case Resolved.Unreadable(String why) -> throw new UnreadableException("topic " + topic + ": " + why);
            case Resolved.Readable(var reader) -> (V) read(topic, bytes, reader);
        };
    }

    private static SpecificRecord read(String topic, byte[] bytes, SpecificDatumReader<SpecificRecord> reader) {
        String why;
        try {
            BinaryDecoder decoder =
                    DecoderFactory.get().binaryDecoder(bytes, Frame.LENGTH, bytes.length - Frame.LENGTH, DECODER.get());
            SpecificRecord value = reader.read(null, decoder);
            if (decoder.isEnd()) {
                return value;
            }
            why = "goes on after its end";
        } catch (EOFException cutShort) {
            why = "is cut short";
        } catch (IOException | RuntimeException unreadable) {
            why = "cannot be read with its schema (" + unreadable.getClass().getSimpleName() + ")";
        }
        throw new UnreadableException("topic " + topic + ": a value of " + bytes.length + " bytes " + why);
    }

    private Resolved resolve(int id) {
        if (registry == null) {
            throw new IllegalStateException("not configured");
        }
        Schema written;
        try {
            written = registry.byId(id);
        } catch (UnknownSchemaException notThere) {
            unknown.add(id);
            throw notThere;
        } catch (UnreadableException notASchema) {
            return new Resolved.Unreadable(String.valueOf(notASchema.getMessage()));
        }
        Class<? extends SpecificRecord> type = expected != null ? expected : ValueTypes.named(written);
        if (type == null) {
            return new Resolved.Unreadable("no event is called " + written.getFullName() + " (schema id " + id + ")");
        }
        Schema wanted = EventModel.INSTANCE.getSchema(type);
        if (!written.getFullName().equals(wanted.getFullName())) {
            return new Resolved.Unreadable(
                    "holds a " + written.getFullName() + " (schema id " + id + "), not a " + wanted.getFullName());
        }
        return new Resolved.Readable(new SpecificDatumReader<>(written, wanted, EventModel.INSTANCE));
    }
}
