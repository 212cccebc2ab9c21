package io.lethe.service;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpConnection;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The open connections of a service: so many, and so many of one address. What goes beyond is closed at once. */
final class Connections {

    /** Why a connection was closed, or a request refused, before any handler saw it; for counting. */
    enum Ended {
        TOO_MANY("connections"),
        TOO_MANY_OF_ADDRESS("connections-of-address"),
        TOO_SLOW("slow"),
        NOT_READ("answers-not-read"),
        MALFORMED("malformed"),
        LINE_TOO_LONG("line-too-long"),
        HEADERS_TOO_LARGE("headers-too-large");

        private final String word;

        Ended(String word) {
            this.word = word;
        }
    }

    private final HttpLimits limits;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<Long, Integer> byAddress = new ConcurrentHashMap<>();
    private final Map<Ended, Counter> ended = new EnumMap<>(Ended.class);

    Connections(HttpLimits limits, MeterRegistry metrics) {
        this.limits = limits;
        for (Ended why : Ended.values()) {
            ended.put(
                    why,
                    Counter.builder("lethe.http.refused")
                            .description(
                                    "Connections closed, and requests refused, before anything of them was looked at.")
                            .tag("reason", why.word)
                            .register(metrics));
        }
        Gauge.builder("lethe.http.connections", open, AtomicInteger::get)
                .description("Open connections.")
                .register(metrics);
    }

    /** Whether a new connection may stay; otherwise it is closed. */
    boolean admit(HttpConnection connection) {
        @Nullable InetAddress peer = TrustedProxies.peer(connection);
        boolean counts = peer != null && !limits.proxies().trust(peer);
        long address = peer == null ? TrustedProxies.UNKNOWN : TrustedProxies.number(peer);
        if (open.incrementAndGet() > limits.connections()) {
            open.decrementAndGet();
            return close(connection, Ended.TOO_MANY);
        }
        if (counts && byAddress.merge(address, 1, Integer::sum) > limits.connectionsOfAddress()) {
            forget(address);
            open.decrementAndGet();
            return close(connection, Ended.TOO_MANY_OF_ADDRESS);
        }
        connection.closeHandler(_ -> {
            open.decrementAndGet();
            if (counts) {
                forget(address);
            }
        });
        return true;
    }

    void count(Ended why) {
        Objects.requireNonNull(ended.get(why)).increment();
    }

    private void forget(long address) {
        byAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
    }

    private boolean close(HttpConnection connection, Ended why) {
        count(why);
        connection.close();
        return false;
    }
}
