/** From an event to records, and from records to Kafka's acknowledgement. */
@NullMarked
package io.lethe.ingest.publish;

import org.jspecify.annotations.NullMarked;
