package io.lethe.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A time ends on a working day (Regulation (EEC, Euratom) No 1182/71 art. 3(4)). */
class LastDaysTest {

    private static final PublicHolidays FRANCE = PublicHolidays.FRANCE;
    private static final LastDays WORKING_DAYS = new LastDays(true, Optional.of(FRANCE));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2029-04-01", "2030-04-21",
                "2031-04-13", "2032-03-28", "2033-04-17", "2034-04-09", "2035-03-25", "2036-04-13", "2037-04-05",
                "2038-04-25", "2039-04-10", "2040-04-01", "1818-03-22", "1943-04-25", "1954-04-18", "1981-04-19",
                "2285-03-22"
            })
    void G1_Easter_is_computed_also_in_the_years_in_which_the_moon_is_corrected(LocalDate sunday) {
        assertThat(PublicHolidays.easter(sunday.getYear())).isEqualTo(sunday);
    }

    @Test
    void G1_France_has_eleven_public_holidays_that_are_not_always_a_Sunday() {
        assertThat(LocalDate.of(2026, 1, 1).datesUntil(LocalDate.of(2027, 1, 1)).filter(FRANCE::include))
                .extracting(LocalDate::toString)
                .containsExactly(
                        "2026-01-01",
                        "2026-04-06",
                        "2026-05-01",
                        "2026-05-08",
                        "2026-05-14",
                        "2026-05-25",
                        "2026-07-14",
                        "2026-08-15",
                        "2026-11-01",
                        "2026-11-11",
                        "2026-12-25");
    }

    @ParameterizedTest(name = "{0}: as it comes {0}, over weekends {1}, over holidays {2}, over both {3}")
    @CsvSource({
        "2026-05-13, 2026-05-13, 2026-05-13, 2026-05-13",
        "2026-05-14, 2026-05-14, 2026-05-15, 2026-05-15",
        "2026-05-16, 2026-05-18, 2026-05-16, 2026-05-18",
        "2026-05-23, 2026-05-25, 2026-05-23, 2026-05-26",
        "2026-05-25, 2026-05-25, 2026-05-26, 2026-05-26",
        "2026-12-25, 2026-12-25, 2026-12-26, 2026-12-28",
        "2024-05-08, 2024-05-08, 2024-05-10, 2024-05-10",
        "2285-05-08, 2285-05-08, 2285-05-09, 2285-05-12",
    })
    void G1_weekends_and_holidays_each_count_for_themselves(
            LocalDate day, LocalDate overWeekends, LocalDate overHolidays, LocalDate overBoth) {
        assertThat(LastDays.AS_THEY_COME.from(day)).isEqualTo(day);
        assertThat(new LastDays(true, Optional.empty()).from(day)).isEqualTo(overWeekends);
        assertThat(new LastDays(false, Optional.of(FRANCE)).from(day)).isEqualTo(overHolidays);
        assertThat(WORKING_DAYS.from(day)).isEqualTo(overBoth);
    }

    @Property
    void G1_the_last_day_is_a_working_day_the_first_from_the_day_itself_and_four_days_later_at_most(
            @ForAll @IntRange(min = -50_000, max = 250_000) int day) {
        LocalDate from = LocalDate.ofEpochDay(day);

        LocalDate last = WORKING_DAYS.from(from);

        assertThat(last.getDayOfWeek()).isNotIn(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
        assertThat(FRANCE.include(last)).isFalse();
        assertThat(ChronoUnit.DAYS.between(from, last)).isBetween(0L, 4L);
        assertThat(IntStream.range(0, (int) ChronoUnit.DAYS.between(from, last)).mapToObj(from::plusDays))
                .allMatch(between ->
                        between.getDayOfWeek().getValue() >= DayOfWeek.SATURDAY.getValue() || FRANCE.include(between));
    }
}
