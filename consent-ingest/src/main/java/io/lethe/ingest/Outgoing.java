package io.lethe.ingest;

import io.lethe.schemas.Topic;
import org.apache.avro.specific.SpecificRecord;

/**
 * A record to be published.
 *
 * @param key the subject id
 */
record Outgoing(Topic<?> topic, String key, SpecificRecord value) {}
