package io.lethe.retention.export;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How times and words stand in JSON. */
public final class JsonForm {

    private JsonForm() {}

    /** RFC 3339, which wants the seconds that {@code OffsetDateTime.toString()} leaves out where they are zero. */
    public static String time(Instant at, ZoneId zone) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.atZone(zone));
    }

    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
