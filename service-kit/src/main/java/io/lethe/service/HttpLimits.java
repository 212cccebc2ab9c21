package io.lethe.service;

import java.time.Duration;

/**
 * How much of a service anybody may take up.
 *
 * @param connections open at one time
 * @param connectionsOfAddress of these, from one address; proxies that are trusted have no such limit
 * @param wholeWithin how long a request may take to arrive, head and body, once it has begun
 * @param idle how long nothing may happen on a connection
 * @param proxies who is believed when saying for whom a request is made
 */
public record HttpLimits(
        int connections, int connectionsOfAddress, Duration wholeWithin, Duration idle, TrustedProxies proxies) {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    static HttpLimits from(Settings settings) {
        Duration wholeWithin = settings.duration("LETHE_REQUEST_TIMEOUT", Duration.ofSeconds(10));
        Duration idle = settings.duration("LETHE_IDLE_TIMEOUT", Duration.ofSeconds(60));
        atMost(settings, "LETHE_REQUEST_TIMEOUT", wholeWithin);
        atMost(settings, "LETHE_IDLE_TIMEOUT", idle);
        return new HttpLimits(
                settings.integer("LETHE_MAX_CONNECTIONS", 4_000, 1, 1_000_000),
                settings.integer("LETHE_MAX_CONNECTIONS_PER_ADDRESS", 500, 1, 1_000_000),
                wholeWithin,
                idle,
                settings.parsed(
                        "LETHE_TRUSTED_PROXIES",
                        TrustedProxies.of(""),
                        TrustedProxies::of,
                        "a list of addresses and ranges such as 10.0.0.0/8, 192.0.2.7"));
    }

    private static void atMost(Settings settings, String key, Duration value) {
        settings.check(
                value.compareTo(LONGEST) <= 0 && value.compareTo(Duration.ofMillis(100)) >= 0,
                key,
                value,
                "must be between PT0.1S and " + LONGEST);
    }
}
