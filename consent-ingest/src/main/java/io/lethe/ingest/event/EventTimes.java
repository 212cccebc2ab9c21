package io.lethe.ingest.event;

import io.lethe.ingest.json.Members;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When an event may have happened.
 *
 * @param earliest before this nothing is taken
 */
record EventTimes(Instant earliest) {

    /** How far a caller's clock may be ahead of ours. */
    static final Duration MOST_AHEAD = Duration.ofMinutes(5);

    /** RFC 3339, section 5.6. */
    private static final Pattern DATE_TIME =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?([Zz]|[+-]\\d{2}:\\d{2})");

    private static final Pattern WITHOUT_OFFSET =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}[Tt ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?");

    private static final int LONGEST = 40;

    /** The member's time in whole milliseconds; now where it is absent. */
    Instant read(Members members, String name, Instant now) {
        String text = members.raw(name);
        Instant time = now;
        if (text != null) {
            Instant read = parse(text);
            if (read == null) {
                members.problem(name, whatIsWrong(text));
            } else if (read.isAfter(now.plus(MOST_AHEAD))) {
                members.problem(name, "must not be more than " + MOST_AHEAD.toMinutes() + " minutes ahead");
            } else if (read.isBefore(earliest)) {
                members.problem(name, "must not be before " + earliest);
            } else {
                time = read;
            }
        }
        return time.truncatedTo(ChronoUnit.MILLIS);
    }

    private static @Nullable Instant parse(String text) {
        if (text.length() > LONGEST || !DATE_TIME.matcher(text).matches()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static String whatIsWrong(String text) {
        return text.length() <= LONGEST && WITHOUT_OFFSET.matcher(text).matches()
                ? "must have an offset, such as Z or +01:00"
                : "must be a date and time with an offset, such as 2026-03-01T09:30:00+01:00";
    }
}
