package io.lethe.retention.subject;

import static io.lethe.retention.subject.Events.AUDIENCE;
import static io.lethe.retention.subject.Events.NEWSLETTERS;
import static io.lethe.retention.subject.Events.aHold;
import static io.lethe.retention.subject.Events.aStatement;
import static io.lethe.retention.subject.Events.anInteraction;
import static io.lethe.retention.subject.Events.time;
import static io.lethe.retention.subject.Policies.changing;
import static io.lethe.retention.subject.Policies.keepingFor;
import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.policy.Policy;
import io.lethe.retention.subject.Prospect.End;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What a policy would lead to, told beforehand (R5). */
class ForesightTest {

    private static final String GIVEN = "2026-01-15T10:00:00+01:00";
    private static final Policy IN_FORCE = SubjectHarness.POLICY;

    private final SubjectHarness contact = SubjectHarness.ofAContact();
    private final SubjectHarness visitor = SubjectHarness.ofAVisitor();

    @Test
    void R5_under_the_policy_in_force_it_tells_what_is_waited_for() {
        contact.hears(anInteraction(GIVEN));

        assertThat(prospect(IN_FORCE, contact, GIVEN))
                .isEqualTo(
                        new Prospect(time("2031-01-15T10:00:00+01:00"), time("2031-02-14T10:00:00+01:00"), Map.of()));
    }

    @Test
    void R5_R2_a_shorter_period_that_has_passed_lapses_now_and_leaves_the_whole_grace_window() {
        contact.hears(anInteraction(GIVEN));

        Prospect prospect = prospect(keepingFor(IN_FORCE, "P2Y"), contact, "2028-06-01T00:00:00+02:00");

        assertThat(prospect.lapse()).isEqualTo(time("2028-06-01T00:00:00+02:00"));
        assertThat(prospect.erasure()).isEqualTo(time("2028-07-01T00:00:00+02:00"));
    }

    @Test
    void R5_a_lapse_that_was_told_stays_as_it_was_told_or_goes_with_a_longer_period() {
        contact.hears(anInteraction(GIVEN)).until("2031-01-20T00:00:00Z");

        assertThat(prospect(keepingFor(IN_FORCE, "P2Y"), contact, "2031-01-21T00:00:00Z")
                        .lapse())
                .isEqualTo(time("2031-01-15T10:00:00+01:00"));
        assertThat(prospect(keepingFor(IN_FORCE, "P10Y"), contact, "2031-01-21T00:00:00Z"))
                .isEqualTo(
                        new Prospect(time("2036-01-15T10:00:00+01:00"), time("2036-02-14T10:00:00+01:00"), Map.of()));
    }

    @Test
    void R5_R4_under_a_hold_no_erasure_is_foretold() {
        contact.hears(anInteraction(GIVEN), aHold("case-12", "2026-02-01T00:00:00Z"));

        assertThat(prospect(IN_FORCE, contact, "2026-02-01T00:00:00Z").erasure())
                .isNull();
    }

    @Test
    void R5_a_consent_ends_with_its_window_or_before_it_with_a_change_of_its_purpose() {
        visitor.hears(aStatement().at(GIVEN).granting(AUDIENCE));
        contact.hears(aStatement().at(GIVEN).granting(NEWSLETTERS));

        assertThat(prospect(IN_FORCE, visitor, "2026-02-01T00:00:00Z").consents())
                .isEqualTo(Map.of(AUDIENCE, new End(time("2026-07-15T10:00:00+02:00"), false)));
        assertThat(prospect(changing(IN_FORCE, AUDIENCE, "2026-06-01", "2026-01"), visitor, "2026-02-01T00:00:00Z")
                        .consents())
                .isEqualTo(Map.of(AUDIENCE, new End(time("2026-06-01T00:00:00+02:00"), true)));
        assertThat(prospect(IN_FORCE, contact, "2026-02-01T00:00:00Z").consents())
                .isEmpty();
    }

    @Test
    void R5_a_change_whose_day_has_passed_ends_consents_now() {
        contact.hears(aStatement().at(GIVEN).granting(NEWSLETTERS));

        assertThat(prospect(changing(IN_FORCE, NEWSLETTERS, "2026-06-01", "2026-01"), contact, "2026-09-01T00:00:00Z")
                        .consents())
                .isEqualTo(Map.of(NEWSLETTERS, new End(time("2026-09-01T00:00:00Z"), true)));
    }

    @Test
    void R5_what_is_no_consent_or_holds_no_more_does_not_end() {
        visitor.hears(aStatement().at(GIVEN).refusing(AUDIENCE));
        contact.hears(
                aStatement().at(GIVEN).granting(NEWSLETTERS),
                aStatement().at("2026-01-16T00:00:00Z").withdrawing(NEWSLETTERS));
        Policy changed = changing(IN_FORCE, NEWSLETTERS, "2026-06-01", "2026-01");

        assertThat(prospect(changed, visitor, "2026-02-01T00:00:00Z").consents())
                .isEmpty();
        assertThat(prospect(changed, contact, "2026-02-01T00:00:00Z").consents())
                .isEmpty();
    }

    @Property(tries = 100)
    void R5_what_is_foretold_is_what_the_rules_do_when_the_policy_comes_into_force(
            @ForAll @IntRange(max = 2_500) int daysUntilTheChange, @ForAll @IntRange(min = 1, max = 9) int years) {
        Policy other = keepingFor(IN_FORCE, "P" + years + "Y");
        SubjectHarness person = SubjectHarness.ofAContact().hears(anInteraction(GIVEN));
        Instant change = time(GIVEN).plus(Duration.ofDays(daysUntilTheChange));
        for (Instant tick = time(GIVEN); !tick.isAfter(change); tick = tick.plus(Duration.ofDays(1))) {
            person.until(tick);
        }
        person.until(change);
        Prospect foretold = new Foresight(other).of(person.subject(), change);

        person.under(other);
        if (foretold.erasure() == null) {
            assertThat(person.status()).isEqualTo(Subject.Status.ERASING);
            return;
        }
        Instant lapse = Objects.requireNonNull(foretold.lapse());
        person.until(lapse.isAfter(change) ? lapse : change)
                .until(foretold.erasure().minusMillis(1));
        assertThat(person.status()).isEqualTo(Subject.Status.LAPSED);
        person.until(foretold.erasure());
        assertThat(person.status()).isEqualTo(Subject.Status.ERASING);
    }

    private static Prospect prospect(Policy policy, SubjectHarness person, String now) {
        return new Foresight(policy).of(person.subject(), time(now));
    }
}
