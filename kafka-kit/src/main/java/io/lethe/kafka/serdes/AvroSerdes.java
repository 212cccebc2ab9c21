package io.lethe.kafka.serdes;

import io.lethe.kafka.wire.RegistryRefusedException;
import io.lethe.kafka.wire.RegistryUnavailableException;
import io.lethe.schemas.topics.Topic;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The one place where serdes come from. Which classes do the work is a setting, so that Confluent's (or anybody's that
 * speak the same wire format) replace ours without a change of code.
 */
public final class AvroSerdes {

    /** Class name of the value serializer; ours by default. */
    static final String VALUE_SERIALIZER = "lethe.value.serializer.class";

    /** Class name of the value deserializer; ours by default. */
    static final String VALUE_DESERIALIZER = "lethe.value.deserializer.class";

    /** The generated class a deserializer of ours expects; set by {@link #of}. Without it each value's schema tells. */
    static final String VALUE_TYPE = "lethe.value.type";

    private AvroSerdes() {}

    /**
     * The serde of a topic's values.
     *
     * @param registryConfig {@code schema.registry.url} and the rest, in Confluent's names
     * @throws ConfigException when the settings are wrong
     */
    public static <V extends SpecificRecord> Serde<V> of(Topic<V> topic, Map<String, ?> registryConfig) {
        Map<String, Object> settings = settings(registryConfig);
        settings.put(VALUE_TYPE, topic.valueType());
        return Serdes.serdeFrom(
                AvroSerdes.<V>newSerializer(settings), AvroSerdes.<V>newDeserializer(settings, topic.valueType()));
    }

    /**
     * The same, and with our own class the serializer knows the schema's id when it is returned: no record has to wait for
     * the registry in the middle of a transaction.
     *
     * @throws RegistryUnavailableException when no registry answered in time; try again later
     * @throws RegistryRefusedException when it will not have the schema
     */
    public static <V extends SpecificRecord> Serde<V> ready(Topic<V> topic, Map<String, ?> registryConfig) {
        Serde<V> serde = of(topic, registryConfig);
        if (serde.serializer() instanceof AvroSerializer<V> ours) {
            ours.prepare(topic);
        }
        return serde;
    }

    /**
     * A serializer for all these topics, as one producer needs it. With our own class it knows every schema's id when
     * it is returned: no record will have to wait for the registry.
     *
     * @throws RegistryUnavailableException when no registry answered in time; try again later
     * @throws RegistryRefusedException when it will not have a schema
     */
    public static Serializer<SpecificRecord> serializer(Collection<Topic<?>> topics, Map<String, ?> registryConfig) {
        Serializer<SpecificRecord> serializer = newSerializer(settings(registryConfig));
        if (serializer instanceof AvroSerializer<SpecificRecord> ours) {
            topics.forEach(ours::prepare);
        }
        return serializer;
    }

    /** A deserializer for any topic: the schema of each value tells which class it becomes. */
    public static Deserializer<SpecificRecord> deserializer(Map<String, ?> registryConfig) {
        return newDeserializer(settings(registryConfig), SpecificRecord.class);
    }

    private static Map<String, Object> settings(Map<String, ?> registryConfig) {
        Map<String, Object> settings = new HashMap<>(registryConfig);
        settings.putIfAbsent("specific.avro.reader", true);
        return settings;
    }

    @SuppressWarnings("unchecked")
    private static <V> Serializer<V> newSerializer(Map<String, Object> settings) {
        Serializer<V> serializer = made(VALUE_SERIALIZER, Serializer.class, AvroSerializer.class, settings);
        serializer.configure(settings, false);
        return serializer;
    }

    @SuppressWarnings("unchecked")
    private static <V extends SpecificRecord> Deserializer<V> newDeserializer(
            Map<String, Object> settings, Class<? extends SpecificRecord> expected) {
        Deserializer<V> made = made(VALUE_DESERIALIZER, Deserializer.class, AvroDeserializer.class, settings);
        Deserializer<V> deserializer =
                made instanceof AvroDeserializer<V> ours ? ours : new ForeignDeserializer<>(made, expected);
        deserializer.configure(settings, false);
        return deserializer;
    }

    private static <T> T made(String setting, Class<T> kind, Class<? extends T> ours, Map<String, Object> settings) {
        Object given = settings.getOrDefault(setting, ours);
        try {
            Class<?> type = given instanceof Class<?> already
                    ? already
                    : Class.forName(given.toString(), true, AvroSerdes.class.getClassLoader());
            return kind.cast(type.getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException | ClassCastException unusable) {
            ConfigException problem = new ConfigException(
                    setting,
                    given,
                    "is not a " + kind.getSimpleName() + " on the class path with a no-argument constructor");
            problem.initCause(unusable);
            throw problem;
        }
    }
}
