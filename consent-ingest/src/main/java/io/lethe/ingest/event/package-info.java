/** What callers may say: the events of the front door, and their readers. Neither Kafka nor HTTP is known here. */
@NullMarked
package io.lethe.ingest.event;

import org.jspecify.annotations.NullMarked;
