package io.lethe.kafka.serdes;

import io.lethe.kafka.wire.RegistryRefusedException;
import io.lethe.kafka.wire.RegistryUnavailableException;
import io.lethe.kafka.wire.SchemaRef;
import io.lethe.kafka.wire.UnknownSchemaException;
import io.lethe.kafka.wire.UnreadableException;
import io.lethe.kafka.wire.WireException;
import io.lethe.kafka.wire.WrittenWith;
import java.io.EOFException;
import java.io.IOException;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * A deserializer that is not ours, made to say whose fault a failure is, in our words. Confluent's puts nearly all into
 * one exception; what it was is read from the cause.
 */
final class ForeignDeserializer<V extends SpecificRecord> implements Deserializer<V> {

    private final Deserializer<?> foreign;
    private final Class<? extends SpecificRecord> expected;

    ForeignDeserializer(Deserializer<?> foreign, Class<? extends SpecificRecord> expected) {
        this.foreign = foreign;
        this.expected = expected;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        foreign.configure(configs, isKey);
    }

    @Override
    public @Nullable V deserialize(String topic, byte @Nullable [] bytes) {
        return deserialize(topic, new RecordHeaders(), bytes);
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable V deserialize(String topic, Headers headers, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        SchemaRef schema = WrittenWith.of(topic, headers, bytes).schema();
        Object value;
        try {
            value = foreign.deserialize(topic, headers, bytes);
        } catch (WireException ours) {
            throw ours;
        } catch (SerializationException failed) {
            throw translated(topic, bytes.length, schema, failed);
        } catch (InvalidConfigurationException refused) {
            throw new RegistryRefusedException("the schema registry refused " + schema);
        } catch (TimeoutException late) {
            throw new RegistryUnavailableException("the schema registry did not answer in time", null);
        }
        if (!expected.isInstance(value)) {
            throw new UnreadableException(
                    "topic " + topic + ": " + schema + " is not of a " + expected.getSimpleName());
        }
        return (V) value;
    }

    private static WireException translated(String topic, int bytes, SchemaRef schema, SerializationException failed) {
        for (Throwable cause = failed.getCause(); cause != null; cause = cause.getCause()) {
            if (cause.getClass().getSimpleName().equals("RestClientException")) {
                return String.valueOf(cause.getMessage()).contains("40403")
                        ? new UnknownSchemaException(schema)
                        : new RegistryUnavailableException("the schema registry gave no usable answer", null);
            }
            if (cause instanceof IOException && !(cause instanceof EOFException)) {
                return new RegistryUnavailableException(
                        "the schema registry did not answer ("
                                + cause.getClass().getSimpleName() + ")",
                        null);
            }
        }
        return new UnreadableException("topic " + topic + ": a value of " + bytes + " bytes cannot be read");
    }

    @Override
    public void close() {
        foreign.close();
    }
}
