package io.lethe.retention.subject;

import static io.lethe.retention.subject.Events.AUDIENCE;
import static io.lethe.retention.subject.Events.NEWSLETTERS;
import static io.lethe.retention.subject.Events.aStatement;
import static io.lethe.retention.subject.Events.anInteraction;
import static io.lethe.retention.subject.Events.time;
import static io.lethe.retention.subject.Policies.changing;
import static io.lethe.retention.subject.Policies.keepingFor;
import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.consent.ConsentStatus;
import io.lethe.consent.Statement;
import io.lethe.policy.Policy;
import io.lethe.policy.Verb;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** R5: a changed policy concerns everybody whom it changes something for. */
class PolicyChangeTest {

    private static final String GIVEN = "2026-01-15T10:00:00+01:00";
    private static final String DAY = "2026-06-01T00:00:00+02:00";
    private static final Policy CHANGED =
            changing(SubjectHarness.POLICY, NEWSLETTERS, "2026-06-01", "2026-01", "2025-03");

    private final SubjectHarness contact = SubjectHarness.ofAContact();

    @Nested
    class A_purpose_that_changed {

        @Test
        void R5_a_consent_ends_on_the_day_its_purpose_changes_and_this_is_told_once() {
            contact.hears(aStatement().at(GIVEN).granting(NEWSLETTERS));
            contact.until("2026-05-01T00:00:00Z").under(CHANGED);

            contact.until(time(DAY).minusMillis(1));
            assertThat(contact.consent(NEWSLETTERS)).isEqualTo(ConsentStatus.GIVEN);

            contact.until(DAY).until("2026-06-02T00:00:00Z");
            assertThat(contact.consent(NEWSLETTERS)).isEqualTo(ConsentStatus.INVALIDATED);
            assertThat(contact.changes(NEWSLETTERS)).containsExactly("UNKNOWN>GIVEN", "GIVEN>INVALIDATED");
            assertThat(contact.told(SubjectDecision.ConsentChanged.class)
                            .getLast()
                            .effectiveAt())
                    .isEqualTo(time(DAY));
        }

        @Test
        void R5_the_day_is_waited_for_and_afterwards_nothing_is() {
            contact.hears(aStatement().at(GIVEN).granting(NEWSLETTERS)).under(CHANGED);
            assertThat(contact.rules.due(contact.subject()))
                    .contains(new Due(Due.What.CONSENT_INVALIDATION, time(DAY)));

            contact.until(DAY);
            assertThat(contact.rules.due(contact.subject()))
                    .extracting(Due::what)
                    .doesNotContain(Due.What.CONSENT_INVALIDATION);
        }

        @Test
        void R5_a_version_that_comes_into_force_late_ends_consents_as_of_its_day() {
            contact.hears(aStatement().at(GIVEN).granting(NEWSLETTERS)).until("2026-09-01T00:00:00Z");

            contact.under(CHANGED);

            assertThat(contact.told(SubjectDecision.ConsentChanged.class)
                            .getLast()
                            .effectiveAt())
                    .isEqualTo(time(DAY));
        }

        @Test
        void R5_C6_before_the_day_the_consent_was_given_and_stays_provable() {
            contact.hears(aStatement().at(GIVEN).shown("banner").granting(NEWSLETTERS))
                    .under(CHANGED)
                    .until("2026-09-01T00:00:00Z");

            assertThat(contact.asOf(NEWSLETTERS, null, time(DAY).minusMillis(1)).status())
                    .isEqualTo(ConsentStatus.GIVEN);
            assertThat(contact.asOf(NEWSLETTERS, null, time(DAY)).basis())
                    .extracting(basis -> basis.proof().noticeId())
                    .isEqualTo("banner");
        }

        @Test
        void R5_what_is_given_under_the_new_version_holds() {
            contact.hears(aStatement().at(GIVEN).granting(NEWSLETTERS))
                    .under(CHANGED)
                    .until(DAY);

            contact.hears(aStatement().at("2026-07-01T00:00:00Z").under("later").granting(NEWSLETTERS));
            contact.until("2027-01-01T00:00:00Z");

            assertThat(contact.changes(NEWSLETTERS))
                    .containsExactly("UNKNOWN>GIVEN", "GIVEN>INVALIDATED", "INVALIDATED>GIVEN");
        }

        @Test
        void R5_a_page_that_still_shows_the_old_version_gets_no_consent_after_the_day() {
            contact.under(CHANGED).hears(aStatement().at("2026-07-01T00:00:00Z").granting(NEWSLETTERS));

            assertThat(contact.consent(NEWSLETTERS)).isEqualTo(ConsentStatus.INVALIDATED);
            assertThat(contact.told(SubjectDecision.ConsentChanged.class)
                            .getLast()
                            .effectiveAt())
                    .isEqualTo(time("2026-07-01T00:00:00Z"));
        }

        @Test
        void R5_a_refusal_needs_no_new_version_to_stand() {
            contact.hears(aStatement().at(GIVEN).refusing(NEWSLETTERS))
                    .under(CHANGED)
                    .until("2026-09-01T00:00:00Z");

            assertThat(contact.consent(NEWSLETTERS)).isEqualTo(ConsentStatus.REFUSED);
        }

        @Test
        void R5_another_purpose_is_left_alone() {
            contact.hears(aStatement().at(GIVEN).granting(AUDIENCE))
                    .under(CHANGED)
                    .until("2026-07-01T00:00:00Z");

            assertThat(contact.changes(AUDIENCE)).containsExactly("UNKNOWN>GIVEN");
        }
    }

    @Nested
    class Another_period {

        @Test
        void R5_a_shorter_period_lapses_whom_it_has_passed_with_a_whole_grace_window() {
            contact.hears(anInteraction(GIVEN)).until("2028-06-01T00:00:00Z");

            contact.under(keepingFor(SubjectHarness.POLICY, "P2Y"));

            assertThat(contact.status()).isEqualTo(Subject.Status.LAPSED);
            assertThat(contact.told(SubjectDecision.RetentionLapsed.class))
                    .containsExactly(new SubjectDecision.RetentionLapsed(
                            time("2028-01-15T10:00:00+01:00"), time("2028-07-01T00:00:00Z")));
        }

        @Test
        void R5_a_shorter_period_is_waited_for_from_then_on() {
            contact.hears(anInteraction(GIVEN)).under(keepingFor(SubjectHarness.POLICY, "P2Y"));

            assertThat(contact.rules.due(contact.subject()).getFirst())
                    .isEqualTo(new Due(Due.What.RETENTION_LAPSE, time("2028-01-15T10:00:00+01:00")));
        }

        @Test
        void R5_a_longer_period_brings_back_who_has_lapsed() {
            contact.hears(anInteraction(GIVEN)).until("2031-01-20T00:00:00Z");
            assertThat(contact.status()).isEqualTo(Subject.Status.LAPSED);

            contact.under(keepingFor(SubjectHarness.POLICY, "P10Y")).until("2031-06-01T00:00:00Z");

            assertThat(contact.status()).isEqualTo(Subject.Status.ACTIVE);
            assertThat(contact.told(SubjectDecision.RetentionRevived.class)).hasSize(1);
            assertThat(contact.told(SubjectDecision.ErasureOrdered.class)).isEmpty();
        }
    }

    @Property(tries = 200)
    void R5_C2_the_order_of_arrival_and_of_versions_plays_no_part(@ForAll Random random) {
        List<Statement> statements = new ArrayList<>(IntStream.range(0, 1 + random.nextInt(35))
                .mapToObj(each -> aStatement()
                        .called("e" + each)
                        .at(time(GIVEN).plus(Duration.ofDays(random.nextInt(300))))
                        .under(random.nextBoolean() ? "2026-01" : "later")
                        .saying(random.nextInt(4) == 0 ? Verb.WITHDRAWN : Verb.GRANTED, NEWSLETTERS, null)
                        .statement())
                .toList());
        SubjectHarness straight = SubjectHarness.ofAContact().under(CHANGED);
        statements.forEach(one -> straight.hears(new SubjectEvent.Stated(one)));
        straight.until("2027-06-01T00:00:00Z");

        Collections.shuffle(statements, random);
        SubjectHarness shuffled = SubjectHarness.ofAContact();
        int change = random.nextInt(statements.size() + 1);
        for (int at = 0; at < statements.size(); at++) {
            if (at == change) {
                shuffled.under(CHANGED);
            }
            shuffled.hears(new SubjectEvent.Stated(statements.get(at)));
        }
        shuffled.under(CHANGED).until("2027-06-01T00:00:00Z");

        assertThat(shuffled.subject().published()).isEqualTo(straight.subject().published());
        for (int day = 0; day < 320; day += 7) {
            Instant at = time(GIVEN).plus(Duration.ofDays(day));
            assertThat(shuffled.asOf(NEWSLETTERS, null, at).status())
                    .isEqualTo(straight.asOf(NEWSLETTERS, null, at).status());
        }
    }
}
