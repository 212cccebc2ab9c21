package io.lethe.policy.yaml;

import io.lethe.policy.Lifetime;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;

/** Lengths of time and quotations as people write them. */
public final class Wording {

    private static final int LONGEST_QUOTE = 60;

    private Wording() {}

    public static String of(Period period) {
        return of(period, Duration.ZERO);
    }

    /** With the preposition: "for 179 days", "until the browser is closed". */
    public static String of(Lifetime lifetime) {
        return switch (lifetime) {
            case Lifetime.Session session -> "until the browser is closed";
            case Lifetime.Lasting lasting -> "for " + of(lasting.days(), lasting.time());
        };
    }

    private static String of(Period period, Duration time) {
        List<String> parts = new ArrayList<>();
        add(parts, period.getYears(), "year");
        add(parts, period.getMonths(), "month");
        add(parts, period.getDays() + time.toDaysPart(), "day");
        add(parts, time.toHoursPart(), "hour");
        add(parts, time.toMinutesPart(), "minute");
        add(parts, time.toSecondsPart(), "second");
        return parts.isEmpty() ? "no time" : String.join(" ", parts);
    }

    private static void add(List<String> parts, long amount, String unit) {
        if (amount != 0) {
            parts.add(count(amount, unit));
        }
    }

    public static String count(long amount, String unit) {
        return amount + " " + unit + (amount == 1 ? "" : "s");
    }

    /** Fit to be quoted in a message. */
    public static String shorten(String text) {
        String line = onOneLine(text).strip();
        return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "…";
    }

    /** Without line breaks, and without anything that a terminal would obey. */
    static String onOneLine(String text) {
        return text.replaceAll("[\\s\\p{Cntrl}]+", " ");
    }
}
