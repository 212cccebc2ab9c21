package io.lethe.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-01-05T08:00:00Z");

    @Test
    void seconds_count_from_now() {
        assertThat(pause(Map.of("Retry-After", "120"))).hasValue(Duration.ofMinutes(2));
        assertThat(pause(Map.of("Retry-After", "0"))).hasValue(Duration.ZERO);
        assertThat(pause(Map.of("Retry-After", "999999999"))).hasValue(Duration.ofDays(30));
    }

    @Test
    void a_date_counts_from_the_systems_own_time_or_else_from_ours() {
        String date = "Mon, 5 Jan 2026 08:10:00 GMT";

        assertThat(pause(Map.of("Retry-After", date))).hasValue(Duration.ofMinutes(10));
        assertThat(pause(Map.of("Retry-After", date, "Date", "Mon, 5 Jan 2026 08:09:00 GMT")))
                .hasValue(Duration.ofMinutes(1));
        assertThat(pause(Map.of("Retry-After", "Mon, 5 Jan 2026 07:00:00 GMT"))).hasValue(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "soon", "1.5", "99999999999999999999", "2026-01-05T08:00:00Z"})
    void what_is_neither_asks_for_nothing(String value) {
        assertThat(pause(Map.of("Retry-After", value))).isEmpty();
    }

    private static Optional<Duration> pause(Map<String, String> headers) {
        Map<String, List<String>> all = new java.util.HashMap<>();
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        return RetryAfter.in(HttpHeaders.of(all, (_, _) -> true), () -> NOW);
    }
}
