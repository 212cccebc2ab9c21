package io.lethe.kafka.serdes;

import io.lethe.kafka.Pauses;
import io.lethe.kafka.registry.Registries;
import io.lethe.kafka.registry.Registry;
import io.lethe.kafka.registry.RegistryConfig;
import io.lethe.kafka.wire.SchemaRef;
import io.lethe.kafka.wire.UnknownSchemaException;
import io.lethe.kafka.wire.UnreadableException;
import io.lethe.kafka.wire.WireException;
import io.lethe.kafka.wire.WrittenWith;
import io.lethe.schemas.topics.EventModel;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link AvroSerializer}, or Confluent's, wrote. The writer's schema is fetched by its id or GUID, once, and resolved
 * against ours, so a newer writer's extra field is skipped and its new enum symbol becomes {@code UNRECOGNISED}.
 * Throws nothing but {@link WireException}s, whatever the bytes.
 */
public final class AvroDeserializer<V extends SpecificRecord> implements Deserializer<V> {

    private static final Headers NO_HEADERS = new RecordHeaders();
    private static final int UNKNOWN_IDS_KEPT = 1_000;
    private static final Duration UNKNOWN_FOR = Duration.ofSeconds(30);
    private static final ThreadLocal<BinaryDecoder> DECODER =
            ThreadLocal.withInitial(() -> DecoderFactory.get().binaryDecoder(new byte[0], null));

    private final SingleFlight<SchemaRef, Resolved> resolved = new SingleFlight<>();
    private final UnknownIds<SchemaRef> unknown = new UnknownIds<>(UNKNOWN_IDS_KEPT, UNKNOWN_FOR, Pauses.REAL::nanos);
    private @Nullable Registry registry;
    private @Nullable Class<? extends SpecificRecord> expected;

    /** What is to be done with values of one schema; for ever, since what an id or a GUID stands for never changes. */
    private sealed interface Resolved {

        record Readable(EventDatumReader reader) implements Resolved {}

        record Unreadable(String why) implements Resolved {}
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        if (isKey) {
            throw new ConfigException("keys are plain strings; this deserializer reads values");
        }
        expected = ValueTypes.configured(configs);
        registry = Registries.of(RegistryConfig.of(configs));
    }

    @Override
    public @Nullable V deserialize(String topic, byte @Nullable [] bytes) {
        return deserialize(topic, NO_HEADERS, bytes);
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable V deserialize(String topic, Headers headers, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        WrittenWith written = WrittenWith.of(topic, headers, bytes);
        SchemaRef schema = written.schema();
        if (unknown.contains(schema)) {
            throw new UnknownSchemaException(schema);
        }
        return switch (resolved.get(schema, this::resolve)) {
            case Resolved.Unreadable(String why) -> throw new UnreadableException("topic " + topic + ": " + why);
            case Resolved.Readable(var reader) -> (V) read(topic, bytes, written.offset(), reader);
        };
    }

    private static SpecificRecord read(String topic, byte[] bytes, int offset, EventDatumReader reader) {
        String why;
        try {
            BinaryDecoder decoder =
                    DecoderFactory.get().binaryDecoder(bytes, offset, bytes.length - offset, DECODER.get());
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

    private Resolved resolve(SchemaRef schema) {
        if (registry == null) {
            throw new IllegalStateException("not configured");
        }
        Schema written;
        try {
            written = registry.by(schema);
        } catch (UnknownSchemaException notThere) {
            unknown.add(schema);
            throw notThere;
        } catch (UnreadableException notASchema) {
            return new Resolved.Unreadable(String.valueOf(notASchema.getMessage()));
        }
        Class<? extends SpecificRecord> type = expected != null ? expected : ValueTypes.named(written);
        if (type == null) {
            return new Resolved.Unreadable("no event is called " + written.getFullName() + " (" + schema + ")");
        }
        Schema wanted = EventModel.INSTANCE.getSchema(type);
        if (!written.getFullName().equals(wanted.getFullName())) {
            return new Resolved.Unreadable(
                    "holds a " + written.getFullName() + " (" + schema + "), not a " + wanted.getFullName());
        }
        return new Resolved.Readable(new EventDatumReader(written, wanted));
    }
}
