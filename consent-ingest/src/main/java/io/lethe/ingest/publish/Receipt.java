package io.lethe.ingest.publish;

import java.time.Instant;

/**
 * How an event came through the door.
 *
 * @param at by our clock
 */
public record Receipt(Caller caller, Instant at) {}
