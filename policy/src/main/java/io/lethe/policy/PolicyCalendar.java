package io.lethe.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

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

    /** How many whole days lie between two times, as many as a calendar on the wall counts. */
    public long wholeDays(Instant from, Instant to) {
        return ChronoUnit.DAYS.between(from.atZone(zone), to.atZone(zone));
    }

    /** As below, for one whose time never stood still. */
    public Instant endOfDueDay(Instant received, Period period, LastDays lastDays) {
        return endOfDueDay(received, period, 0, lastDays);
    }

    /**
     * The last second, 23:59:59, of the day that is a period after the day of receipt; clamped to the month's end, put off by as many
     * days as the time stood still, and moved on where nothing ends on that day.
     */
    public Instant endOfDueDay(Instant received, Period period, long daysStood, LastDays lastDays) {
        LocalDate lastDay = received.atZone(zone).toLocalDate().plus(period).plusDays(daysStood);
        return lastDays.from(lastDay).atTime(LAST_SECOND).atZone(zone).toInstant();
    }
}
