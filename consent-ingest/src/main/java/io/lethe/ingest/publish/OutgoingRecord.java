package io.lethe.ingest.publish;

import io.lethe.schemas.topics.Topic;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record to be published.
 *
 * @param key the subject id, or the event's where it concerns no subject
 * @param partition null: the one that follows from the key
 */
public record OutgoingRecord(
        Topic<?> topic,
        String key,
        SpecificRecord value,
        @Nullable Integer partition) {

    public OutgoingRecord(Topic<?> topic, String key, SpecificRecord value) {
        this(topic, key, value, null);
    }
}
