package io.lethe.consent.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.consent.ConsentHistory;
import io.lethe.consent.wire.StatementFromWire;
import io.lethe.policy.PolicyCalendar;
import io.lethe.schemas.ConsentStatement;
import io.lethe.schemas.Decision;
import io.lethe.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ConsentFilterPropertyTest {

    private static final String PURPOSE = "audience-measurement";
    private static final String RECIPIENT = "google-analytics";
    private static final String ALL = "";
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** Days, of which some are the same and some are in different windows. */
    private static final Arbitrary<Instant> TIMES =
            Arbitraries.integers().between(0, 500).map(day -> START.plus(Duration.ofDays(day)));

    @Property(tries = 60)
    void C6_exactly_those_records_pass_for_which_the_history_says_so(
            @ForAll("statements") List<ConsentStatement> statements, @ForAll("times") List<Instant> times) {
        ConsentHistory history = history(statements);
        try (FilterHarness application = FilterHarness.of(PURPOSE, RECIPIENT)) {
            statements.forEach(one -> application.hears(Topics.CONSENT_STATEMENTS, one));

            assertThat(times)
                    .allSatisfy(time -> assertThat(application.passes(Said.SUBJECT, time))
                            .isEqualTo(history.at(RECIPIENT, time).status().permits()));
        }
    }

    @Property(tries = 60)
    void C2_C6_of_more_statements_than_are_kept_none_that_comes_late_lets_a_record_pass_that_the_history_stops(
            @ForAll Random random) {
        List<ConsentStatement> statements = rows(random);
        ConsentHistory history = history(statements);
        Collections.shuffle(statements, random);
        try (FilterHarness application = FilterHarness.of(PURPOSE, RECIPIENT)) {
            statements.forEach(one -> application.hears(Topics.CONSENT_STATEMENTS, one));

            for (ConsentStatement one : statements) {
                Instant time = one.getOccurredAt().plusMillis(1);
                assertThat(application.passes(Said.SUBJECT, time)
                                && !history.at(RECIPIENT, time).status().permits())
                        .isFalse();
            }
        }
    }

    /** Rows of the same choices, an hour apart: all in one window. */
    private static List<ConsentStatement> rows(Random random) {
        List<ConsentStatement> rows = new ArrayList<>();
        while (rows.size() < 60) {
            Decision decision = random.nextInt(3) == 0 ? Decision.GRANTED : Decision.REFUSED;
            String recipient = random.nextBoolean() ? RECIPIENT : null;
            for (int n = random.nextInt(12); n >= 0; n--) {
                int hour = rows.size();
                rows.add(Said.statement(
                        "event-" + hour, START.plus(Duration.ofHours(hour)), decision, PURPOSE, recipient));
            }
        }
        return rows;
    }

    private static ConsentHistory history(List<ConsentStatement> statements) {
        return new ConsentHistory(
                FilterHarness.POLICY.purpose(PURPOSE).orElseThrow(),
                new PolicyCalendar(FilterHarness.POLICY.zone()),
                statements.stream().map(StatementFromWire::of).toList());
    }

    @Provide
    Arbitrary<List<ConsentStatement>> statements() {
        Arbitrary<Decision> decisions = Arbitraries.of(Decision.GRANTED, Decision.REFUSED, Decision.WITHDRAWN);
        Arbitrary<String> recipients = Arbitraries.of(ALL, RECIPIENT, "hubspot");
        return Combinators.combine(Arbitraries.integers().between(0, 200), TIMES, decisions, recipients)
                .as((id, at, decision, recipient) ->
                        Said.statement("event-" + id, at, decision, PURPOSE, recipient.equals(ALL) ? null : recipient))
                .list()
                .ofMaxSize(30);
    }

    @Provide
    Arbitrary<List<Instant>> times() {
        return TIMES.list().ofSize(20);
    }
}
