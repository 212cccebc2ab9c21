package io.lethe.ingest.guard;

import io.lethe.service.HttpProblem;
import io.lethe.service.TrustedProxies;
import io.lethe.service.keys.FrontEndKey;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Lets front-ends, and those who show no key at all, through as often as their address and their key may. */
public final class Turnstile {

    /** Of the key that all front-ends share, and of a door without keys. */
    private static final long SHARED_KEY = 0;

    private static final long NANOS_OF_SECOND = 1_000_000_000L;

    private final TokenBuckets addresses;
    private final TokenBuckets readers;
    private final TokenBuckets keys;
    private final TrustedProxies proxies;
    private final Consumer<TurnedAway> refused;

    public Turnstile(FrontEndRates rates, TrustedProxies proxies, LongSupplier nanos, Consumer<TurnedAway> refused) {
        this.addresses = new TokenBuckets(rates.perAddress(), rates.burst(), FrontEndRates.MOST_CALLERS, nanos);
        this.readers = new TokenBuckets(rates.perAddress(), rates.burst(), FrontEndRates.MOST_CALLERS, nanos);
        this.keys = new TokenBuckets(rates.perKey(), rates.burst(), FrontEndRates.MOST_CALLERS, nanos);
        this.proxies = proxies;
        this.refused = refused;
    }

    /** How many addresses are remembered at the moment. */
    public int addresses() {
        return addresses.size() + readers.size();
    }

    /** Whose address it is, behind the proxies that are believed. */
    long address(RoutingContext context) {
        return proxies.client(context.request());
    }

    /** Whether the caller's address may send again; otherwise the request is answered. */
    boolean passesAddress(RoutingContext context) {
        return passes(context, addresses.take(address(context)), TurnedAway.RATE_ADDRESS);
    }

    /** Whether the caller's address may read again what anybody may; otherwise the request is answered. Reading takes nothing from sending. */
    boolean passesReader(RoutingContext context) {
        return passes(context, readers.take(address(context)), TurnedAway.RATE_READER);
    }

    /** Whether the key may be used again; otherwise the request is answered. */
    boolean passesKey(RoutingContext context, Optional<FrontEndKey> key) {
        return passes(context, keys.take(number(key)), TurnedAway.RATE_KEY);
    }

    /** A request brought so many events, of which one is paid for. */
    void charge(RoutingContext context, Optional<FrontEndKey> key, int events) {
        if (events > 1) {
            addresses.charge(address(context), events - 1);
            keys.charge(number(key), events - 1);
        }
    }

    private static long number(Optional<FrontEndKey> key) {
        return key.map(FrontEndKey::number).orElse(SHARED_KEY);
    }

    private boolean passes(RoutingContext context, long nanosToWait, TurnedAway why) {
        if (nanosToWait <= 0) {
            return true;
        }
        refused.accept(why);
        context.response()
                .putHeader(
                        HttpHeaders.RETRY_AFTER, Long.toString((nanosToWait + NANOS_OF_SECOND - 1) / NANOS_OF_SECOND));
        HttpProblem.of(429, "Too many requests", "More comes from this address, or with this key, than is taken.")
                .answer(context);
        return false;
    }
}
