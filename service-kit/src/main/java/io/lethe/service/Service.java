package io.lethe.service;

import java.util.concurrent.CompletableFuture;

/** A service that has been started. */
public interface Service extends AutoCloseable {

    /** Completes exceptionally, with the first cause, when the service can no longer do its work. */
    CompletableFuture<Void> failure();

    /** Stops cleanly: what was accepted is finished. */
    @Override
    void close();
}
