/**
 * What callers may say: the events of the front door, and their readers. Neither Kafka nor HTTP is known here.
 *
 * <p>More than fifteen classes, because each kind of event has a reader of its own.
 */
@NullMarked
package io.lethe.ingest.event;

import org.jspecify.annotations.NullMarked;
