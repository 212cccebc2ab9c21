package io.lethe.retention.topology;

import static io.lethe.retention.topology.Records.VISITOR;
import static io.lethe.retention.topology.Records.interaction;
import static io.lethe.retention.topology.Records.statement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lethe.retention.store.PolicyStanding;
import io.lethe.retention.store.PolicyStores;
import io.lethe.retention.store.SubjectStores;
import io.lethe.retention.subject.Due;
import io.lethe.schemas.ConsentChange;
import io.lethe.schemas.ConsentStatus;
import io.lethe.schemas.Decision;
import io.lethe.schemas.ErasureWave;
import io.lethe.schemas.RetentionChange;
import io.lethe.schemas.RetentionChangeKind;
import io.lethe.schemas.topics.Topics;
import io.lethe.streams.deadlines.DeadlineKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of everybody when the service starts on another policy (R5). */
class PolicyPassTest {

    private static final String BEGIN = "2026-03-01T12:00:00+01:00";
    private static final String LATER = "2028-06-01T12:00:00+02:00";
    private static final Duration TICK = Duration.ofMillis(100);

    @TempDir
    Path folder;

    private Harness stream;

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    PolicyPassTest() {}

    @BeforeEach
    void open() {
        stream = new Harness(folder, BEGIN);
    }

    @AfterEach
    void close() {
        stream.close();
    }

    @Test
    void R5_a_shorter_period_lapses_whom_it_has_passed_at_once_and_once_without_traffic_or_deadline()
            throws IOException {
        contactsFallSilent(3);

        keepingFor("P2Y", Harness.WHOLE);

        assertThat(stream.records(Topics.RETENTION_CHANGES))
                .extracting(one -> tuple(one.key, one.value == null ? null : one.value.getChange()))
                .containsExactlyInAnyOrder(
                        tuple("c-0", RetentionChangeKind.LAPSED),
                        tuple("c-1", RetentionChangeKind.LAPSED),
                        tuple("c-2", RetentionChangeKind.LAPSED));
        stream.advance(TICK).until("2028-06-02T00:00:00Z").until("2031-03-02T00:00:00Z");
        assertThat(stream.told(Topics.RETENTION_CHANGES)).isEmpty();
    }

    @Test
    void R5_R2_a_lapse_that_a_pass_tells_leaves_the_whole_grace_window() throws IOException {
        contactsFallSilent(1);

        keepingFor("P2Y", Harness.WHOLE);
        Instant told = stream.now();

        assertThat(stream.told(Topics.RETENTION_CHANGES))
                .extracting(RetentionChange::getEraseAfter)
                .containsExactly(told.plus(Duration.ofDays(30)));
        stream.until(told.plus(Duration.ofDays(30)).minusMillis(1));
        assertThat(stream.told(Topics.ERASURE_ORDERS)).isEmpty();
        stream.until(told.plus(Duration.ofDays(30)));
        assertThat(stream.told(Topics.ERASURE_ORDERS)).hasSize(1);
    }

    @Test
    void R5_what_falls_due_is_counted_again_under_the_new_policy() throws IOException {
        contactsFallSilent(3);
        assertThat(stream.dueCounts().keySet()).containsExactly(YearMonth.parse("2031-03"));

        keepingFor("P3Y", Harness.WHOLE);

        assertThat(stream.dueCounts())
                .isEqualTo(
                        Map.of(YearMonth.parse("2029-03"), Map.of(Due.What.RETENTION_LAPSE, 3L, Due.What.ERASURE, 3L)));
    }

    @Test
    void R5_a_shorter_period_that_is_not_over_is_waited_for_from_the_pass_on() throws IOException {
        contactsFallSilent(1);

        keepingFor("P3Y", Harness.WHOLE);
        assertThat(stream.told(Topics.RETENTION_CHANGES)).isEmpty();

        stream.until("2029-03-01T11:59:59.999+01:00");
        assertThat(stream.told(Topics.RETENTION_CHANGES)).isEmpty();
        stream.until("2029-03-01T12:00:00+01:00").until("2029-03-02T12:00:00+01:00");
        assertThat(stream.told(Topics.RETENTION_CHANGES)).hasSize(1);
    }

    @Test
    void R5_a_longer_period_puts_off_a_lapse_that_is_not_told_yet() throws IOException {
        contactsFallSilent(1);

        keepingFor("P7Y", Harness.WHOLE);

        stream.until("2031-03-01T12:00:00+01:00").until("2033-03-01T11:59:59.999+01:00");
        assertThat(stream.told(Topics.RETENTION_CHANGES)).isEmpty();
        stream.until("2033-03-01T12:00:00+01:00");
        assertThat(stream.told(Topics.RETENTION_CHANGES)).hasSize(1);
    }

    @Test
    void R5_a_longer_period_brings_back_who_has_lapsed_before_the_erasure_is_ordered() throws IOException {
        contactsFallSilent(1);
        stream.until("2031-03-20T00:00:00Z");
        stream.told(Topics.RETENTION_CHANGES);

        keepingFor("P7Y", Harness.WHOLE);

        assertThat(stream.told(Topics.RETENTION_CHANGES))
                .extracting(RetentionChange::getChange)
                .containsExactly(RetentionChangeKind.REVIVED);
        stream.until("2031-06-01T00:00:00Z");
        assertThat(stream.told(Topics.ERASURE_ORDERS)).isEmpty();
    }

    @Test
    void R5_R2_a_shorter_grace_window_takes_nothing_from_a_lapse_that_is_told() throws IOException {
        contactsFallSilent(1);
        stream.until("2031-03-01T12:00:00+01:00");

        stream = stream.restartedUnder("grace: P30D", "grace: P1D", Harness.WHOLE);

        stream.until("2031-03-31T11:59:59.999+02:00");
        assertThat(stream.told(Topics.ERASURE_ORDERS)).isEmpty();
        stream.until("2031-03-31T12:00:00+02:00");
        assertThat(stream.told(Topics.ERASURE_ORDERS)).hasSize(1);
    }

    @Test
    void R5_consents_to_a_purpose_that_changed_end_by_the_pass_itself() throws IOException {
        consentsFor("audience-measurement");
        stream.told(Topics.CONSENT_CHANGES);

        stream = stream.restartedUnder(
                "(?s)version: \"2026-01\"(.*?- id: audience-measurement\n)",
                "version: \"2026-02\"$1      changed: [{on: 2026-03-02, endsConsentsOf: [\"2026-01\"]}]\n",
                Harness.WHOLE);

        assertThat(stream.told(Topics.CONSENT_CHANGES))
                .extracting(ConsentChange::getFrom, ConsentChange::getTo)
                .containsExactly(tuple(ConsentStatus.GIVEN, ConsentStatus.INVALIDATED));
    }

    @Test
    void R5_a_shorter_validity_ends_consents_by_the_pass_and_a_longer_one_keeps_them() throws IOException {
        consentsFor("audience-measurement");
        stream.told(Topics.CONSENT_CHANGES);

        stream = stream.restartedUnder("validFor: P6M", "validFor: P1M", Harness.WHOLE);
        assertThat(stream.told(Topics.CONSENT_CHANGES))
                .extracting(ConsentChange::getTo)
                .containsExactly(ConsentStatus.EXPIRED);

        stream.close();
        stream = new Harness(folder, BEGIN);
        consentsFor("audience-measurement");
        stream.told(Topics.CONSENT_CHANGES);
        stream = stream.restartedUnder("(?s)(audience-measurement.*?)validFor: P6M", "$1validFor: P9M", Harness.WHOLE);
        stream.until("2026-09-01T12:00:00+02:00");
        assertThat(stream.told(Topics.CONSENT_CHANGES)).isEmpty();
        stream.until("2026-12-01T12:00:00+01:00");
        assertThat(stream.told(Topics.CONSENT_CHANGES)).hasSize(1);
    }

    @Test
    void R5_a_change_under_the_same_version_counts_and_the_same_policy_again_does_not() throws IOException {
        contactsFallSilent(2);

        stream = stream.restarted();
        assertThat(lookedAt()).isZero();

        stream = stream.restartedUnder("grace: P30D", "grace: P31D", Harness.WHOLE);
        assertThat(lookedAt()).isEqualTo(2);
    }

    @Test
    void R5_a_new_partition_is_only_marked() {
        KeyValueStore<String, PolicyStanding> store = stream.driver.getKeyValueStore(PolicyStores.POLICY);

        assertThat(store.get("policy")).isNotNull().satisfies(it -> {
            assertThat(it.pass()).isNull();
            assertThat(it.settled())
                    .isNotNull()
                    .satisfies(policy -> assertThat(policy.version()).isEqualTo("2026-01"));
        });
        assertThat(lookedAt()).isZero();
    }

    @Test
    void R5_a_pass_takes_a_slice_each_tick_while_events_and_deadlines_go_on() throws IOException {
        contactsFallSilent(6);
        keepingFor("P2Y", 2);

        stream.advance(TICK);
        assertThat(lapsed()).containsExactly("c-0", "c-1");
        assertThat(stream.metrics.get("lethe.policy.passes").gauge().value()).isEqualTo(1);
        stream.hears(Topics.INTERACTIONS, "c-5", interaction("c-5", stream.now()));
        stream.advance(TICK);
        assertThat(lapsed()).containsExactly("c-2", "c-3");
        stream.advance(TICK).advance(TICK);

        assertThat(lapsed()).as("c-5 has come back meanwhile").containsExactly("c-4");
        assertThat(lookedAt()).isEqualTo(6);
        assertThat(stream.metrics.get("lethe.policy.passes").gauge().value()).isZero();
    }

    @Test
    void R5_a_tick_that_has_no_time_looks_at_one_and_the_pass_comes_to_its_end_all_the_same() throws IOException {
        contactsFallSilent(3);
        stream = stream.restartedWithoutTimeUnder("keepFor: P5Y", "keepFor: P2Y");

        for (String one : List.of("c-0", "c-1", "c-2")) {
            stream.advance(TICK);
            assertThat(lapsed()).containsExactly(one);
        }

        stream.advance(TICK);
        assertThat(stream.metrics.get("lethe.policy.passes").gauge().value()).isZero();
    }

    @Test
    void R5_S2_a_restart_in_the_middle_goes_on_behind_the_last_one_and_tells_nothing_twice() throws IOException {
        contactsFallSilent(5);
        keepingFor("P2Y", 2);
        stream.advance(TICK);
        assertThat(lapsed()).containsExactly("c-0", "c-1");

        stream = stream.restarted();
        assertThat(lookedAt()).isZero();
        stream.advance(TICK).advance(TICK);

        assertThat(lapsed()).containsExactly("c-2", "c-3", "c-4");
        assertThat(lookedAt()).isEqualTo(3);
        stream = stream.restarted();
        stream.advance(TICK);
        assertThat(lookedAt()).isZero();
    }

    @Test
    void R5_the_log_says_when_a_partition_begins_goes_on_and_ends_and_names_nobody() throws Exception {
        contactsFallSilent(3);

        List<String> log = LogLines.of(() -> {
            keepingFor("P2Y", 2);
            stream.advance(TICK);
            stream = stream.restarted();
            stream.advance(TICK);
        });

        assertThat(log)
                .filteredOn(line -> line.contains("PolicyPass"))
                .extracting(line -> line.substring(line.indexOf("partition")))
                .containsExactly(
                        "partition 0 begins a pass from policy 2026-01 to policy 2026-01: about 3 subjects are to be looked at",
                        "partition 0 goes on with its pass to policy 2026-01: 2 subjects were looked at",
                        "partition 0 has ended its pass to policy 2026-01: 3 subjects were looked at");
        assertThat(log).noneMatch(line -> line.contains("c-"));
    }

    @Test
    void R5_a_third_policy_in_the_middle_begins_anew_and_so_does_the_first_one_again() throws IOException {
        contactsFallSilent(3);
        keepingFor("P2Y", 1);
        stream.advance(TICK);
        assertThat(lapsed()).containsExactly("c-0");

        keepingFor("P1Y", Harness.WHOLE);
        assertThat(lookedAt()).isEqualTo(3);
        assertThat(lapsed()).as("who has lapsed already is not told again").containsExactly("c-1", "c-2");

        keepingFor("P2Y", 1);
        stream.advance(TICK);
        stream = stream.restartedUnderTheBuiltInPolicy(Harness.WHOLE);
        assertThat(lookedAt()).isEqualTo(3);
        assertThat(stream.told(Topics.RETENTION_CHANGES))
                .extracting(RetentionChange::getChange)
                .containsOnly(RetentionChangeKind.REVIVED)
                .hasSize(3);
    }

    @Test
    void R5_R3_the_sooner_deadline_is_in_the_store_and_the_old_entry_fires_for_nothing() throws IOException {
        contactsFallSilent(1);
        assertThat(deadlines()).containsExactly(Harness.time("2031-03-01T12:00:00+01:00"));

        keepingFor("P3Y", Harness.WHOLE);

        assertThat(deadlines())
                .containsExactly(Harness.time("2029-03-01T12:00:00+01:00"), Harness.time("2031-03-01T12:00:00+01:00"));
    }

    @Test
    void R5_R6_the_breaker_holds_what_a_pass_would_order_beyond_the_limit() throws IOException {
        contactsFallSilent(4);
        stream.until("2031-03-01T12:00:00+01:00").clockAt("2031-05-01T00:00:00Z");

        stream = stream.restartedUnder(
                "wave: \\{.*}", "wave: {within: PT24H, number: 1, percent: 100, neverBelow: 1}", Harness.WHOLE);

        assertThat(stream.told(Topics.ERASURE_ORDERS)).hasSize(1);
        assertThat(stream.heldErasures()).hasSize(3);
        assertThat(stream.told(Topics.ERASURE_WAVES))
                .extracting(ErasureWave::getHeld)
                .containsExactly(3L);
        stream.advance(Duration.ofSeconds(1));
        assertThat(stream.told(Topics.ERASURE_ORDERS)).isEmpty();
    }

    private void contactsFallSilent(int count) {
        for (int contact = 0; contact < count; contact++) {
            stream.hears(Topics.INTERACTIONS, "c-" + contact, interaction("c-" + contact, Harness.time(BEGIN)));
        }
        stream.until(LATER);
    }

    private void consentsFor(String purpose) {
        stream.hears(Topics.CONSENT_STATEMENTS, VISITOR, statement(BEGIN, Decision.GRANTED, purpose))
                .until("2026-06-01T00:00:00Z");
    }

    private void keepingFor(String period, int passSlice) throws IOException {
        stream = stream.restartedUnder("keepFor: P5Y", "keepFor: " + period, passSlice);
    }

    private List<String> lapsed() {
        return stream.records(Topics.RETENTION_CHANGES).stream()
                .map(one -> one.key)
                .toList();
    }

    private double lookedAt() {
        return stream.metrics.get("lethe.policy.pass.subjects").counter().count();
    }

    private List<Instant> deadlines() {
        KeyValueStore<DeadlineKey, byte[]> store = stream.driver.getKeyValueStore(SubjectStores.DEADLINES);
        List<Instant> all = new ArrayList<>();
        try (var entries = store.all()) {
            entries.forEachRemaining(one -> all.add(one.key.at()));
        }
        return all;
    }
}
