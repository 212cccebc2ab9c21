package io.lethe.retention.subject;

import static io.lethe.retention.subject.Events.ADVERTISING;
import static io.lethe.retention.subject.Events.AUDIENCE;
import static io.lethe.retention.subject.Events.GOOGLE_ADS;
import static io.lethe.retention.subject.Events.HUBSPOT;
import static io.lethe.retention.subject.Events.LINKEDIN;
import static io.lethe.retention.subject.Events.NEEDS;
import static io.lethe.retention.subject.Events.NEWSLETTERS;
import static io.lethe.retention.subject.Events.aStatement;
import static io.lethe.retention.subject.Events.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.consent.Consent;
import io.lethe.consent.ConsentHistory;
import io.lethe.consent.ConsentHistory.Window;
import io.lethe.consent.ConsentStatus;
import io.lethe.consent.Statement;
import io.lethe.policy.Policy;
import io.lethe.policy.PolicyCalendar;
import io.lethe.policy.Purpose;
import io.lethe.policy.Verb;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** More statements than are kept one by one: what is asked of the past is then as it was, or protects more, in any order of arrival. */
class ManyStatementsPropertyTest {

    private static final Instant FIRST = time("2026-01-15T10:00:00+01:00");
    private static final List<Verb> OF_CONSENT = List.of(Verb.GRANTED, Verb.GRANTED, Verb.REFUSED, Verb.WITHDRAWN);
    private static final List<Verb> OF_INTEREST = List.of(Verb.OBJECTED, Verb.OBJECTION_LIFTED);

    /** Consents that were given under this version end with the change. */
    private static final Policy CHANGED =
            Policies.changing(SubjectHarness.POLICY, NEWSLETTERS, "2026-02-10", "2026-01");

    private final PolicyCalendar calendar = new PolicyCalendar(SubjectHarness.POLICY.zone());

    @Test
    void C2_C6_a_grant_that_comes_late_among_refusals_that_are_counted_does_not_hold_until_the_last_of_them() {
        SubjectHarness life = SubjectHarness.ofAContact();
        for (int day = 1; day <= 41; day++) {
            life.hears(aStatement()
                    .called("refusal " + day)
                    .at(FIRST.plus(Duration.ofDays(day)))
                    .refusing(NEWSLETTERS));
        }

        life.hears(aStatement()
                .called("grant")
                .at(FIRST.plus(Duration.ofDays(10)).plusSeconds(1))
                .granting(NEWSLETTERS));

        assertThat(life.subject().statements()).hasSize(3);
        for (int day = 1; day <= 42; day++) {
            Consent then = life.asOf(
                    NEWSLETTERS, null, FIRST.plus(Duration.ofDays(day)).plusSeconds(2));
            assertThat(then.status()).as("day " + day).isEqualTo(ConsentStatus.REFUSED);
        }
        assertThat(life.asOf(NEWSLETTERS, null, FIRST.plus(Duration.ofDays(42))).times())
                .isEqualTo(41);
    }

    @Test
    void C2_C6_nor_do_refusals_that_come_late_too_shorten_the_stretch_in_which_it_does_not_count() {
        SubjectHarness life = SubjectHarness.ofAContact();
        for (int day = 1; day <= 41; day++) {
            life.hears(aStatement()
                    .called("refusal " + day)
                    .at(FIRST.plus(Duration.ofDays(day)))
                    .refusing(NEWSLETTERS));
        }

        life.hears(
                aStatement()
                        .called("again")
                        .at(FIRST.plus(Duration.ofDays(30)).plusSeconds(1))
                        .refusing(NEWSLETTERS),
                aStatement()
                        .called("withdrawal")
                        .at(FIRST.plus(Duration.ofDays(35)).plusSeconds(1))
                        .withdrawing(NEWSLETTERS),
                aStatement()
                        .called("early")
                        .at(FIRST.plus(Duration.ofDays(10)).plusSeconds(1))
                        .granting(NEWSLETTERS),
                aStatement()
                        .called("late")
                        .at(FIRST.plus(Duration.ofDays(38)).plusSeconds(1))
                        .granting(NEWSLETTERS));

        for (int day : List.of(10, 20, 31, 36, 39, 42)) {
            assertThat(life.asOf(
                                    NEWSLETTERS,
                                    null,
                                    FIRST.plus(Duration.ofDays(day)).plusSeconds(2))
                            .status()
                            .permits())
                    .as("day " + day)
                    .isFalse();
        }
    }

    @Test
    void C2_C6_nor_does_one_that_a_change_of_the_purpose_will_end() {
        SubjectHarness life = SubjectHarness.ofAContact().under(CHANGED);
        for (int minute = 1; minute <= 41; minute++) {
            life.hears(aStatement()
                    .called("refusal " + minute)
                    .at(FIRST.plus(Duration.ofMinutes(minute)))
                    .under("2026-02")
                    .refusing(NEWSLETTERS));
        }

        life.hears(aStatement()
                .called("grant")
                .at(FIRST.plus(Duration.ofMinutes(10)).plusSeconds(1))
                .under("2026-01")
                .granting(NEWSLETTERS));

        for (int minute = 1; minute <= 42; minute++) {
            Instant then = FIRST.plus(Duration.ofMinutes(minute)).plusSeconds(2);
            assertThat(life.asOf(NEWSLETTERS, null, then).status())
                    .as("minute " + minute)
                    .isEqualTo(ConsentStatus.REFUSED);
        }
    }

    @Property(tries = 300)
    void C2_C3_C6_in_any_order_the_status_at_any_time_is_that_of_all_statements_or_protects_more(
            @ForAll Random random) {
        List<Statement> all = many(random, Duration.ofDays(1), Map.of(NEWSLETTERS, HUBSPOT, NEEDS, HUBSPOT));

        SubjectHarness life = hearing(CHANGED, arriving(all, random));

        protectsAtLeastAsMuch(life, CHANGED, all, NEWSLETTERS, HUBSPOT);
        protectsAtLeastAsMuch(life, CHANGED, all, NEEDS, HUBSPOT);
    }

    @Property(tries = 300)
    void C2_C4_C6_nor_does_it_protect_less_over_windows_that_end_where_their_first_deposits_are_known(
            @ForAll Random random) {
        List<Statement> all = many(random, Duration.ofDays(40), Map.of(ADVERTISING, LINKEDIN, AUDIENCE, GOOGLE_ADS));
        Set<Instant> firstDeposits = Set.of(ADVERTISING, AUDIENCE).stream()
                .flatMap(purpose -> history(SubjectHarness.POLICY, purpose, all).windows().stream())
                .map(Window::start)
                .collect(Collectors.toSet());
        List<Statement> order = arriving(all, random);
        order.sort(Comparator.comparing(one -> !firstDeposits.contains(one.at())));

        SubjectHarness life = hearing(SubjectHarness.POLICY, order);

        protectsAtLeastAsMuch(life, SubjectHarness.POLICY, all, ADVERTISING, LINKEDIN);
        protectsAtLeastAsMuch(life, SubjectHarness.POLICY, all, AUDIENCE, GOOGLE_ADS);
    }

    @Property(tries = 300)
    void
            C3_C4_C6_whatever_moves_the_windows_what_is_given_is_the_last_that_was_said_and_no_older_than_the_policy_allows(
                    @ForAll Random random) {
        List<Statement> all = many(random, Duration.ofDays(40), Map.of(ADVERTISING, LINKEDIN, AUDIENCE, GOOGLE_ADS));
        Purpose purpose = SubjectHarness.POLICY.purpose(ADVERTISING).orElseThrow();

        SubjectHarness life = hearing(SubjectHarness.POLICY, arriving(all, random));

        for (@Nullable String recipient : recipients(LINKEDIN)) {
            for (Instant at : times(all)) {
                if (life.asOf(ADVERTISING, recipient, at).status().permits()) {
                    Consent last =
                            history(Policies.withoutValidity(purpose), all).at(recipient, at);
                    assertThat(last.status()).isEqualTo(ConsentStatus.GIVEN);
                    assertThat(last.basis())
                            .isNotNull()
                            .satisfies(it -> assertThat(calendar.plus(
                                            it.at(), purpose.validity().orElseThrow()))
                                    .isAfter(at));
                }
            }
        }
    }

    @Property(tries = 200)
    void C4_C6_C7_in_the_order_they_were_made_the_status_at_any_time_is_that_of_all_statements(@ForAll Random random) {
        List<Statement> all = many(random, Duration.ofDays(40), Map.of(ADVERTISING, LINKEDIN, AUDIENCE, GOOGLE_ADS));

        SubjectHarness life = hearing(SubjectHarness.POLICY, all);

        ConsentHistory whole = history(SubjectHarness.POLICY, ADVERTISING, all);
        for (@Nullable String recipient : recipients(LINKEDIN)) {
            for (Instant at : times(all)) {
                Consent then = life.asOf(ADVERTISING, recipient, at);
                assertThat(then.status()).isEqualTo(whole.at(recipient, at).status());
                assertThat(then.since()).isEqualTo(whole.at(recipient, at).since());
            }
        }
    }

    private void protectsAtLeastAsMuch(
            SubjectHarness life, Policy policy, List<Statement> all, String purpose, String recipient) {
        ConsentHistory whole = history(policy, purpose, all);
        for (@Nullable String whose : recipients(recipient)) {
            for (Instant at : times(all)) {
                ConsentStatus full = whole.at(whose, at).status();
                if (!permits(purpose, full)) {
                    ConsentStatus then = life.asOf(purpose, whose, at).status();
                    assertThat(permits(purpose, then))
                            .as("%s for %s at %s: %s, in full %s", purpose, whose, at, then, full)
                            .isFalse();
                }
            }
            Instant last = all.getLast().at().plusMillis(1);
            assertThat(life.asOf(purpose, whose, last).status())
                    .isEqualTo(whole.at(whose, last).status());
        }
    }

    /** Nothing said is no consent, and no objection. */
    private static boolean permits(String purpose, ConsentStatus status) {
        return purpose.equals(NEEDS) ? status != ConsentStatus.OBJECTED : status.permits();
    }

    /**
     * Statements in the order they were made: rows of equal choices, as a banner posts them, some of one and some of several purposes,
     * under two versions of the policy.
     */
    private static List<Statement> many(Random random, Duration longest, Map<String, String> recipients) {
        List<Statement> all = new ArrayList<>();
        Instant at = FIRST;
        List<String> purposes = new ArrayList<>(recipients.keySet());
        int size = 60 + random.nextInt(40);
        while (all.size() < size) {
            List<Statement.Choice> row = new ArrayList<>();
            Collections.sort(purposes);
            Collections.shuffle(purposes, random);
            for (String purpose : purposes) {
                if (row.isEmpty() || random.nextInt(3) == 0) {
                    List<Verb> verbs = purpose.equals(NEEDS) ? OF_INTEREST : OF_CONSENT;
                    String whose = random.nextBoolean() ? recipients.get(purpose) : null;
                    row.add(new Statement.Choice(purpose, whose, verbs.get(random.nextInt(verbs.size()))));
                }
            }
            String version = random.nextInt(4) == 0 ? "2026-01" : "2026-02";
            for (int n = 1 + random.nextInt(12); n > 0 && all.size() < size; n--) {
                at = at.plusMillis(random.nextInt(6) == 0 ? 0 : (long) (random.nextDouble() * longest.toMillis() / 2));
                Events.StatementBuilder one =
                        aStatement().called("statement " + all.size()).at(at).under(version);
                row.forEach(choice -> one.saying(choice.verb(), choice.purpose(), choice.recipient()));
                all.add(one.statement());
            }
        }
        return all;
    }

    /** In any order, or in order save for some that come late; and some of them twice. */
    private static List<Statement> arriving(List<Statement> all, Random random) {
        List<Statement> order = new ArrayList<>(all);
        if (random.nextBoolean()) {
            Collections.shuffle(order, random);
        } else {
            List<Statement> late =
                    all.stream().filter(_ -> random.nextInt(6) == 0).collect(Collectors.toList());
            Collections.shuffle(late, random);
            order.removeAll(late);
            order.addAll(late);
        }
        for (int n = 0; n < 5; n++) {
            order.add(random.nextInt(order.size()), order.get(random.nextInt(order.size())));
        }
        return order;
    }

    private static SubjectHarness hearing(Policy policy, List<Statement> order) {
        SubjectHarness life = SubjectHarness.ofAContact().under(policy);
        order.forEach(one -> life.hears(new SubjectEvent.Stated(one)));
        return life;
    }

    private ConsentHistory history(Policy policy, String purpose, List<Statement> all) {
        return history(policy.purpose(purpose).orElseThrow(), all);
    }

    private ConsentHistory history(Purpose purpose, List<Statement> all) {
        return new ConsentHistory(purpose, calendar, all);
    }

    private static List<@Nullable String> recipients(String named) {
        List<@Nullable String> recipients = new ArrayList<>();
        recipients.add(null);
        recipients.add(named);
        return recipients;
    }

    /** Both sides of each statement, and of what ends half a year after one. */
    private static List<Instant> times(List<Statement> all) {
        List<Instant> times = new ArrayList<>();
        for (Statement one : all) {
            times.add(one.at().minusMillis(1));
            times.add(one.at());
            times.add(one.at().plusMillis(1));
            times.add(one.at().plus(Duration.ofDays(181)));
        }
        return times;
    }
}
