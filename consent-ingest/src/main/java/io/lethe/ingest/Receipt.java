package io.lethe.ingest;

import java.time.Instant;

/**
 * How an event came through the door.
 *
 * @param at by our clock
 */
record Receipt(Speaker speaker, Instant at) {}
