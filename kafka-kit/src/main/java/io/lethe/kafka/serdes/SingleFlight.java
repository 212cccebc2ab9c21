package io.lethe.kafka.serdes;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was fetched, for ever, and lets threads that miss the same key at once share one fetch, its failure
 * included. A failure is not remembered.
 */
final class SingleFlight<K, V> {

    private final Map<K, V> known = new ConcurrentHashMap<>();
    private final Map<K, CompletableFuture<V>> underway = new ConcurrentHashMap<>();

    V get(K key, Function<K, V> fetch) {
        V value = known.get(key);
        return value != null ? value : fetchOrJoin(key, fetch);
    }

    private V fetchOrJoin(K key, Function<K, V> fetch) {
        while (true) {
            CompletableFuture<V> mine = new CompletableFuture<>();
            CompletableFuture<V> other = underway.putIfAbsent(key, mine);
            if (other == null) {
                return fetch(key, fetch, mine);
            }
            V value = join(other);
            if (value != null) {
                return value;
            }
        }
    }

    private V fetch(K key, Function<K, V> fetch, CompletableFuture<V> mine) {
        try {
            V value = known.get(key);
            if (value == null) {
                value = fetch.apply(key);
                known.put(key, value);
            }
            mine.complete(value);
            return value;
        } catch (Throwable failure) {
            mine.completeExceptionally(failure);
            throw failure;
        } finally {
            underway.remove(key, mine);
        }
    }

    /** The other thread's result; null when that thread was interrupted, which is no answer to this one. */
    private static <V> @Nullable V join(CompletableFuture<V> other) {
        try {
            return other.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof InterruptException) {
                return null;
            }
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }
}
