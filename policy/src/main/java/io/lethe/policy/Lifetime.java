package io.lethe.policy;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.format.DateTimeParseException;

/** How long a cookie stays on a device. */
public sealed interface Lifetime {

    /** Until the browser is closed. */
    record Session() implements Lifetime {
        @Override
        public String toString() {
            return "session";
        }
    }

    /**
     * For a length of time from when it was last set.
     *
     * @param days its calendar part
     * @param time its part below a day
     */
    record Lasting(Period days, Duration time) implements Lifetime {

        /** When a cookie set then ends. */
        LocalDateTime endOf(LocalDateTime from) {
            return from.plus(days).plus(time);
        }

        @Override
        public String toString() {
            String clock = time.toString().substring(1);
            if (days.isZero()) {
                return "P" + clock;
            }
            return time.isZero() ? days.toString() : days + clock;
        }
    }

    /**
     * Reads {@code session} or an ISO 8601 duration such as {@code P179D}, {@code PT29M} or {@code P1DT12H}.
     *
     * @throws DateTimeParseException if it is neither
     */
    static Lifetime parse(String text) {
        if (text.equals("session")) {
            return new Session();
        }
        int t = text.indexOf('T');
        if (t < 0) {
            return new Lasting(Period.parse(text), Duration.ZERO);
        }
        Duration time = Duration.parse("P" + text.substring(t));
        return new Lasting(t == 1 ? Period.ZERO : Period.parse(text.substring(0, t)), time);
    }
}
