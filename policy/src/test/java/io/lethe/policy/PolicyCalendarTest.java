package io.lethe.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A policy counts in calendar months and years of its own time zone. */
class PolicyCalendarTest {

    private static final LastDays WORKING_DAYS = new LastDays(true, Optional.of(PublicHolidays.FRANCE));

    private final PolicyCalendar paris = new PolicyCalendar(ZoneId.of("Europe/Paris"));

    @ParameterizedTest(name = "{0} + {1} = {2}: {3}")
    @CsvSource({
        "2026-03-01T09:30:00+01:00, P6M, 2026-09-01T09:30:00+02:00, into summer time",
        "2026-08-30T10:00:00+02:00, P6M, 2027-02-28T10:00:00+01:00, clamped from the 30th",
        "2026-08-31T10:00:00+02:00, P6M, 2027-02-28T10:00:00+01:00, clamped from the 31st",
        "2026-09-01T10:00:00+02:00, P6M, 2027-03-01T10:00:00+01:00, the day after the clamped ones",
        "2026-08-28T10:00:00+02:00, P6M, 2027-02-28T10:00:00+01:00, the last that is not clamped",
        "2027-08-31T10:00:00+02:00, P6M, 2028-02-29T10:00:00+01:00, clamped in a leap year",
        "2027-08-28T10:00:00+02:00, P6M, 2028-02-28T10:00:00+01:00, not clamped in a leap year",
        "2024-02-28T12:00:00+01:00, P5Y, 2029-02-28T12:00:00+01:00, before the leap day",
        "2024-02-29T12:00:00+01:00, P5Y, 2029-02-28T12:00:00+01:00, from a leap day",
        "2024-03-01T12:00:00+01:00, P5Y, 2029-03-01T12:00:00+01:00, after the leap day",
        "2024-02-29T12:00:00+01:00, P4Y, 2028-02-29T12:00:00+01:00, from leap day to leap day",
        "2026-12-31T23:59:59+01:00, P6M, 2027-06-30T23:59:59+02:00, the last second of a year",
        "2027-01-01T00:00:00+01:00, P6M, 2027-07-01T00:00:00+02:00, the first second of a year",
        "2026-06-30T22:00:00Z,      P6M, 2027-01-01T00:00:00+01:00, midnight in Paris is already July",
        "2026-06-30T21:59:59Z,      P6M, 2026-12-30T23:59:59+01:00, a second before it is still June",
    })
    void periods_keep_the_local_time(OffsetDateTime from, String period, OffsetDateTime expected, String why) {
        assertThat(paris.plus(from.toInstant(), Period.parse(period))).as(why).isEqualTo(expected.toInstant());
    }

    @ParameterizedTest(name = "{0} + {1} = {2}: {3}")
    @CsvSource({
        "2026-09-29T01:59:59+02:00, P6M, 2027-03-29T01:59:59+02:00, the day after clocks went forward",
        "2026-09-28T01:59:59+02:00, P6M, 2027-03-28T01:59:59+01:00, the second before the gap",
        "2026-09-28T02:00:00+02:00, P6M, 2027-03-28T03:00:00+02:00, the first second of the gap moves by an hour",
        "2026-09-28T02:30:00+02:00, P6M, 2027-03-28T03:30:00+02:00, the middle of the gap moves by an hour",
        "2026-09-28T03:00:00+02:00, P6M, 2027-03-28T03:00:00+02:00, the first second after the gap",
    })
    void a_local_time_that_is_skipped_moves_on(OffsetDateTime from, String period, OffsetDateTime to, String why) {
        assertThat(paris.plus(from.toInstant(), Period.parse(period))).as(why).isEqualTo(to.toInstant());
    }

    @ParameterizedTest(name = "{0} + {1} = {2}: {3}")
    @CsvSource({
        "2026-04-25T01:59:59+02:00, P6M, 2026-10-25T01:59:59+02:00, the second before the overlap",
        "2026-04-25T02:30:00+02:00, P6M, 2026-10-25T02:30:00+02:00, from summer time: the earlier of the two",
        "2025-12-25T02:30:00+01:00, P10M, 2026-10-25T02:30:00+01:00, from winter time: the later of the two",
        "2026-04-25T03:00:00+02:00, P6M, 2026-10-25T03:00:00+01:00, the first second after the overlap",
    })
    void a_local_time_that_comes_twice_keeps_its_offset(
            OffsetDateTime from, String period, OffsetDateTime to, String why) {
        assertThat(paris.plus(from.toInstant(), Period.parse(period))).as(why).isEqualTo(to.toInstant());
    }

    @ParameterizedTest(name = "received {0}, within {1}: due {2}")
    @CsvSource({
        "2026-03-01T09:30:00+01:00, P1M, 2026-04-01T23:59:59+02:00",
        "2026-01-28T09:30:00+01:00, P1M, 2026-02-28T23:59:59+01:00",
        "2026-01-29T09:30:00+01:00, P1M, 2026-02-28T23:59:59+01:00",
        "2026-01-31T23:59:59+01:00, P1M, 2026-02-28T23:59:59+01:00",
        "2026-02-01T00:00:00+01:00, P1M, 2026-03-01T23:59:59+01:00",
        "2028-01-31T12:00:00+01:00, P1M, 2028-02-29T23:59:59+01:00",
        "2026-01-31T22:59:59Z,      P1M, 2026-02-28T23:59:59+01:00",
        "2026-01-31T23:00:00Z,      P1M, 2026-03-01T23:59:59+01:00",
        "2026-01-31T12:00:00+01:00, P3M, 2026-04-30T23:59:59+02:00",
        "2026-02-28T02:30:00+01:00, P1M, 2026-03-28T23:59:59+01:00",
        "2026-02-28T12:00:00+01:00, P1M1D, 2026-03-29T23:59:59+02:00",
        "2026-09-25T12:00:00+02:00, P1M, 2026-10-25T23:59:59+01:00",
    })
    void G1_a_request_is_due_at_the_end_of_its_last_day(OffsetDateTime received, String period, OffsetDateTime due) {
        assertThat(paris.endOfDueDay(received.toInstant(), Period.parse(period), LastDays.AS_THEY_COME))
                .isEqualTo(due.toInstant());
    }

    @ParameterizedTest(name = "received {0}: due {1}: {2}")
    @CsvSource({
        "2026-01-30T09:30:00+01:00, 2026-03-02T23:59:59+01:00, clamped to a Saturday",
        "2026-01-27T09:30:00+01:00, 2026-02-27T23:59:59+01:00, a Friday stays",
        "2026-01-31T23:00:00Z,      2026-03-02T23:59:59+01:00, a Sunday",
        "2026-02-02T09:30:00+01:00, 2026-03-02T23:59:59+01:00, a Monday stays",
        "2028-01-31T09:30:00+01:00, 2028-02-29T23:59:59+01:00, a leap day on a Tuesday stays",
        "2032-01-31T09:30:00+01:00, 2032-03-01T23:59:59+01:00, a leap day on a Sunday",
        "2026-02-28T12:00:00+01:00, 2026-03-30T23:59:59+02:00, over the night in which clocks go forward",
        "2026-03-04T12:00:00+01:00, 2026-04-07T23:59:59+02:00, the Saturday before Easter Monday",
        "2028-04-01T12:00:00+02:00, 2028-05-02T23:59:59+02:00, the first of May on a Monday after a weekend",
        "2028-03-29T12:00:00+02:00, 2028-05-02T23:59:59+02:00, the Saturday before it",
        "2026-11-25T12:00:00+01:00, 2026-12-28T23:59:59+01:00, Christmas on a Friday",
        "2025-11-25T12:00:00+01:00, 2025-12-26T23:59:59+01:00, Christmas on a Thursday",
        "2027-11-25T12:00:00+01:00, 2027-12-27T23:59:59+01:00, Christmas on a Saturday",
        "2026-12-01T12:00:00+01:00, 2027-01-04T23:59:59+01:00, New Year on a Friday: into the next week",
        "2285-03-30T12:00:00+02:00, 2285-05-04T23:59:59+02:00, Ascension and the first of May and a weekend",
    })
    void G1_a_last_day_that_is_no_working_day_gives_way_to_the_next_one(
            OffsetDateTime received, OffsetDateTime due, String why) {
        assertThat(paris.endOfDueDay(received.toInstant(), Period.ofMonths(1), WORKING_DAYS))
                .as(why)
                .isEqualTo(due.toInstant());
    }

    @Property
    void a_period_later_is_later_and_keeps_the_order(
            @ForAll @LongRange(min = 0, max = 4_000_000_000L) long second,
            @ForAll @LongRange(min = 0, max = 40_000_000L) long later,
            @ForAll @IntRange(min = 1, max = 120) int months) {
        Instant from = Instant.ofEpochSecond(second);
        Instant after = from.plusSeconds(later + 3600); // an hour, as an overlap turns two clock times around
        Period period = Period.ofMonths(months);

        assertThat(paris.plus(from, period))
                .isAfter(from)
                .isBeforeOrEqualTo(paris.endOfDueDay(from, period, WORKING_DAYS));
        assertThat(paris.endOfDueDay(from, period, WORKING_DAYS))
                .isBeforeOrEqualTo(paris.endOfDueDay(after, period, WORKING_DAYS));
    }
}
