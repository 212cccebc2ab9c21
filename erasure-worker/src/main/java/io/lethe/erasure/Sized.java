package io.lethe.erasure;

import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/** A value with the size it had on the wire: all that a dead letter may tell of its content. */
record Sized<V>(V value, int bytes) {

    static <V> Serde<Sized<V>> serde(Serde<V> serde) {
        Serializer<V> serializer = serde.serializer();
        Deserializer<V> deserializer = serde.deserializer();
        return Serdes.serdeFrom(
                (topic, sized) -> sized == null ? null : serializer.serialize(topic, sized.value()),
                (topic, bytes) ->
                        bytes == null ? null : new Sized<>(deserializer.deserialize(topic, bytes), bytes.length));
    }
}
