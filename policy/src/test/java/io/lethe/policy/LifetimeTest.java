package io.lethe.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lethe.policy.yaml.Wording;
import java.time.DateTimeException;
import java.time.Period;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LifetimeTest {

    @ParameterizedTest(name = "{0} reads {1}")
    @CsvSource({
        "session, until the browser is closed",
        "P179D, for 179 days",
        "P13M, for 13 months",
        "P1Y6M, for 1 year 6 months",
        "PT29M, for 29 minutes",
        "PT24H, for 1 day",
        "PT1439M, for 23 hours 59 minutes",
        "P1DT12H, for 1 day 12 hours",
        "PT1S, for 1 second",
    })
    void lengths_read_as_people_say_them(String iso, String words) {
        assertThat(Wording.of(Lifetime.parse(iso))).isEqualTo(words);
        assertThat(Lifetime.parse(Lifetime.parse(iso).toString())).isEqualTo(Lifetime.parse(iso));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "P", "6 months", "PT", "P1DT", "Session"})
    void others_are_refused(String text) {
        assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> Lifetime.parse(text));
    }

    @ParameterizedTest(name = "{0} against {1}: can exceed {2}, can fall short {3}")
    @CsvSource({
        "P180D, P6M, false, true",
        "P181D, P6M, false, true",
        "P182D, P6M, true, true",
        "P183D, P6M, true, true",
        "P184D, P6M, true, false",
        "P6M, P6M, false, false",
        "P6MT1S, P6M, true, false",
        "P393D, P13M, false, true",
        "P394D, P13M, true, true",
        "P397D, P13M, true, false",
        "P365D, P1Y, false, true",
        "P366D, P1Y, true, false",
        "session, PT0S, false, true",
    })
    void six_months_are_as_long_as_the_calendar_makes_them(
            String lifetime, String period, boolean exceeds, boolean fallsShort) {
        Period limit = period.equals("PT0S") ? Period.ZERO : Period.parse(period);

        assertThat(Lengths.canExceed(Lifetime.parse(lifetime), limit)).isEqualTo(exceeds);
        assertThat(Lengths.canFallShort(Lifetime.parse(lifetime), limit)).isEqualTo(fallsShort);
    }
}
