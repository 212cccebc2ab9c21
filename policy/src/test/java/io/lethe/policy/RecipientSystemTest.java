package io.lethe.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lethe.policy.dispatch.Dispatch;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipientSystemTest {

    @ParameterizedTest
    @CsvSource({
        "2026-02-28, false",
        "2026-03-01, true",
        "2026-12-31, true",
        "2027-01-01, false",
    })
    void E1_it_serves_from_its_first_day_to_its_last(LocalDate day, boolean serves) {
        RecipientSystem system =
                system(Optional.of(LocalDate.parse("2026-03-01")), Optional.of(LocalDate.parse("2026-12-31")));

        assertThat(system.servedOn(day)).isEqualTo(serves);
    }

    @Test
    void E1_without_days_it_always_serves() {
        RecipientSystem system = system(Optional.empty(), Optional.empty());

        assertThat(system.servedOn(LocalDate.EPOCH)).isTrue();
        assertThat(system.servedOn(LocalDate.parse("2999-01-01"))).isTrue();
    }

    @Test
    void E3_each_partition_may_give_its_share_of_the_limit_and_at_least_one() {
        assertThat(new InFlight(60).share(6)).isEqualTo(10);
        assertThat(new InFlight(11).share(6)).isEqualTo(1);
        assertThat(new InFlight(2).share(6)).isEqualTo(1);
        assertThat(InFlight.UNLIMITED.isLimited()).isFalse();
        assertThat(InFlight.UNLIMITED.share(6)).isEqualTo(Integer.MAX_VALUE);
        assertThatThrownBy(() -> new InFlight(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static RecipientSystem system(Optional<LocalDate> since, Optional<LocalDate> until) {
        return new RecipientSystem(
                "crm",
                "CRM",
                "providers",
                List.of("newsletters"),
                List.of("contact-details"),
                List.of(IdentifierKind.EMAIL),
                "FR",
                Optional.empty(),
                since,
                until,
                InFlight.UNLIMITED,
                Dispatch.OWN_CLIENT,
                Place.START);
    }
}
