package io.lethe.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;

/** Calendar arithmetic in a policy's time zone: six months are six months, not so many days. */
public final class PolicyCalendar {

    private static final LocalTime LAST_SECOND = LocalTime.of(23, 59, 59);

    private final ZoneId zone;

    public PolicyCalendar(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * The same local time a period later. A day that the month does not have becomes the month's last; a local time
     * skipped when clocks go forward moves on by the length of the gap; one that comes twice keeps the offset it had.
     */
    public Instant plus(Instant from, Period period) {
        return from.atZone(zone).plus(period).toInstant();
    }

    /** The first moment of a day. */
    public Instant startOf(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }

    /**
     * The last second, 23:59:59, of the day that is a period after the day of receipt; clamped to the month's end, and moved on where
     * nothing ends on that day.
     */
    public Instant endOfDueDay(Instant received, Period period, LastDays lastDays) {
        LocalDate lastDay = received.atZone(zone).toLocalDate().plus(period);
        return lastDays.from(lastDay).atTime(LAST_SECOND).atZone(zone).toInstant();
    }
}
