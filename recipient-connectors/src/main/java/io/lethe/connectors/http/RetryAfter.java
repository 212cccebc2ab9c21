package io.lethe.connectors.http;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** For how long a system asks not to be called (RFC 9110, 10.2.3): so many seconds, or until a time. */
final class RetryAfter {

    private static final Duration LONGEST = Duration.ofDays(30);
    private static final int MOST_DIGITS = 9;

    private RetryAfter() {}

    /** @param clock what time it is for a system that does not say so itself */
    static Optional<Duration> in(HttpHeaders headers, InstantSource clock) {
        return headers.firstValue("Retry-After").flatMap(value -> parsed(value.strip(), headers, clock));
    }

    private static Optional<Duration> parsed(String value, HttpHeaders headers, InstantSource clock) {
        if (value.matches("\\d{1," + MOST_DIGITS + "}")) {
            return Optional.of(bounded(Duration.ofSeconds(Long.parseLong(value))));
        }
        return date(value).map(until -> {
            // Both times by the system's own clock, where it tells it.
            ZonedDateTime now = headers.firstValue("Date")
                    .flatMap(RetryAfter::date)
                    .orElseGet(() -> clock.instant().atZone(until.getZone()));
            Duration pause = Duration.between(now, until);
            return bounded(pause.isNegative() ? Duration.ZERO : pause);
        });
    }

    private static Optional<ZonedDateTime> date(String value) {
        try {
            return Optional.of(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration pause) {
        return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }
}
