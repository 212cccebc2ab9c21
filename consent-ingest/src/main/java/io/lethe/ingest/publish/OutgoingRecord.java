package io.lethe.ingest.publish;

import io.lethe.schemas.topics.Topic;
import org.apache.avro.specific.SpecificRecord;

/**
 * A record to be published.
 *
 * @param key the subject id
 */
public record OutgoingRecord(Topic<?> topic, String key, SpecificRecord value) {}
