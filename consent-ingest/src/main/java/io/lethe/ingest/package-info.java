/**
 * The front door: HTTP in, validated events out. Reading and validating know neither Kafka nor HTTP; composing turns an event
 * into records; publishing waits for the broker's acknowledgement.
 */
@NullMarked
package io.lethe.ingest;

import org.jspecify.annotations.NullMarked;
