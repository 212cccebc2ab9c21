package io.lethe.retention.topology;

import static io.lethe.retention.topology.Records.CONTACT;
import static io.lethe.retention.topology.Records.VISITOR;
import static io.lethe.retention.topology.Records.decision;
import static io.lethe.retention.topology.Records.hold;
import static io.lethe.retention.topology.Records.interaction;
import static io.lethe.retention.topology.Records.link;
import static io.lethe.retention.topology.Records.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lethe.schemas.DeadLetter;
import io.lethe.schemas.DeadLetterReason;
import io.lethe.schemas.ErasureCause;
import io.lethe.schemas.ErasureOrder;
import io.lethe.schemas.ErasureWave;
import io.lethe.schemas.HoldAction;
import io.lethe.schemas.LinkAction;
import io.lethe.schemas.RetentionChange;
import io.lethe.schemas.RetentionChangeKind;
import io.lethe.schemas.RightKind;
import io.lethe.schemas.WaveLimit;
import io.lethe.schemas.WaveState;
import io.lethe.schemas.WaveVerdict;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Waves of erasures, from the lapses to what operators decide (R6). */
class WaveTest {

    private static final String BEGIN = "2026-03-01T12:00:00+01:00";
    private static final String LAPSED = "2031-03-01T12:00:00+01:00";
    private static final String GRACE_OVER = "2031-03-31T12:00:00+02:00";
    private static final String DECIDED = "2031-04-02T00:00:00Z";
    private static final String TWO_A_DAY = "within: PT24H, number: 2, percent: 100, neverBelow: 1";

    @TempDir
    Path folder;

    private Harness stream;

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    WaveTest() {}

    @BeforeEach
    void open() throws IOException {
        stream = Harness.withWave(folder, BEGIN, TWO_A_DAY);
    }

    @AfterEach
    void close() {
        stream.close();
    }

    @Test
    void R6_what_is_beyond_the_number_is_held_and_told_on_a_topic_and_a_metric() {
        fallSilent(5);

        assertThat(stream.told(Topics.ERASURE_ORDERS)).hasSize(2);
        assertThat(stream.told(Topics.ERASURE_WAVES)).singleElement().satisfies(it -> {
            assertThat(it.getState()).isEqualTo(WaveState.HELD);
            assertThat(it.getLimit()).isEqualTo(WaveLimit.NUMBER);
            assertThat(it.getAllowed()).isEqualTo(2);
            assertThat(it.getHeld()).isEqualTo(3);
            assertThat(it.getHeldSince()).isEqualTo(Harness.time(GRACE_OVER));
            assertThat(it.getWaveId()).isEqualTo("0.2031-03-31T10:00:00Z");
        });
        assertThat(held()).isEqualTo(3);
        assertThat(stream.told(Topics.RETENTION_CHANGES))
                .extracting(RetentionChange::getChange)
                .containsOnly(RetentionChangeKind.LAPSED, RetentionChangeKind.PARKED)
                .filteredOn(RetentionChangeKind.PARKED::equals)
                .hasSize(3);
    }

    @Test
    void R6_a_warning_in_the_log_says_once_which_partition_holds_erasures_since_when_and_why_and_names_nobody()
            throws Exception {
        List<String> log = LogLines.of(() -> {
            fallSilent(5);
            stream.advance(Duration.ofMinutes(2));
        });

        assertThat(log)
                .filteredOn(line -> line.contains("WARN"))
                .singleElement()
                .asString()
                .endsWith("erasures of partition 0 are held since 2031-03-31T10:00:00Z: the policy's limit by number"
                        + " allows 2 within its window; an operator has to approve or drop them");
        assertThat(log).noneMatch(line -> line.contains("c-"));
    }

    @Test
    void R6_as_many_as_the_number_allows_are_no_wave() {
        fallSilent(2);

        assertThat(stream.told(Topics.ERASURE_ORDERS)).hasSize(2);
        assertThat(stream.told(Topics.ERASURE_WAVES)).isEmpty();
    }

    @Test
    void R6_what_is_beyond_the_share_of_all_subjects_is_held() throws IOException {
        stream.close();
        stream = Harness.withWave(folder, BEGIN, "within: PT24H, number: 1000, percent: 0.1, neverBelow: 1");

        fallSilent(3);

        assertThat(stream.told(Topics.ERASURE_ORDERS)).hasSize(1);
        assertThat(stream.told(Topics.ERASURE_WAVES))
                .singleElement()
                .satisfies(it -> assertThat(it.getLimit()).isEqualTo(WaveLimit.SHARE));
    }

    @ParameterizedTest
    @CsvSource({"4, 4, 0", "5, 4, 1"})
    void R6_of_eight_subjects_half_may_go_and_one_more_is_held(int silent, int ordered, int held) throws IOException {
        stream.close();
        stream = Harness.withWave(folder, BEGIN, "within: PT24H, number: 1000, percent: 50, neverBelow: 1");
        for (int i = 0; i < 8; i++) {
            String last = i < silent ? BEGIN : "2030-03-01T12:00:00+01:00";
            stream.hears(Topics.INTERACTIONS, "c-" + i, interaction("c-" + i, Harness.time(last)));
        }
        stream.until(LAPSED);
        // The store estimates how many there are, and one written twice is two to it: written anew, each is there once.
        stream = stream.restarted();

        stream.until(GRACE_OVER).advance(Duration.ofSeconds(1));

        assertThat(stream.told(Topics.ERASURE_ORDERS)).hasSize(ordered);
        assertThat(heldContacts()).hasSize(held);
        assertThat(stream.told(Topics.ERASURE_WAVES)).hasSize(held).allSatisfy(it -> {
            assertThat(it.getLimit()).isEqualTo(WaveLimit.SHARE);
            assertThat(it.getAllowed()).isEqualTo(4);
        });
    }

    @Test
    void R6_without_a_word_of_the_policy_every_wave_goes_through() throws IOException {
        stream.close();
        stream = Harness.withoutBreaker(folder, BEGIN);

        fallSilent(5);

        assertThat(stream.told(Topics.ERASURE_ORDERS)).hasSize(5);
    }

    @Test
    void R6_a_wave_waits_for_somebody_even_when_the_window_is_long_over() {
        fallSilent(3);

        stream.until("2032-03-31T12:00:00+02:00").advance(Duration.ofSeconds(1));

        assertThat(stream.told(Topics.ERASURE_ORDERS)).hasSize(2);
        assertThat(held()).isEqualTo(1);
    }

    @Test
    void R6_who_comes_back_is_revived_and_an_approval_orders_the_rest_once() {
        fallSilent(5);
        String back = heldContacts().getFirst();
        stream.told(Topics.ERASURE_ORDERS);
        stream.hears(Topics.INTERACTIONS, back, interaction(back, Harness.time("2031-04-01T00:00:00Z")))
                .advance(Duration.ofSeconds(1));
        assertThat(held()).isEqualTo(2);
        assertThat(stream.told(Topics.ERASURE_WAVES))
                .extracting(ErasureWave::getHeld)
                .containsExactly(3L);

        decide(DECIDED, WaveVerdict.APPROVE);

        assertThat(stream.told(Topics.ERASURE_ORDERS))
                .hasSize(2)
                .allSatisfy(it -> {
                    assertThat(it.getCause()).isEqualTo(ErasureCause.RETENTION_LAPSED);
                    assertThat(it.getSubjectId()).isNotEqualTo(back);
                })
                .extracting(ErasureOrder::getSubjectId)
                .doesNotHaveDuplicates();
        assertThat(stream.told(Topics.ERASURE_WAVES))
                .extracting(ErasureWave::getState, ErasureWave::getHeld, ErasureWave::getSettled)
                .containsExactly(
                        tuple(WaveState.HELD, 2L, 0L),
                        tuple(WaveState.APPROVED, 2L, 0L),
                        tuple(WaveState.FINISHED, 0L, 2L));
        assertThat(held()).isZero();

        stream.until("2031-06-01T00:00:00Z").advance(Duration.ofSeconds(1));
        assertThat(stream.told(Topics.ERASURE_ORDERS)).isEmpty();
    }

    @Test
    void R6_a_drop_gives_everybody_a_whole_grace_window_more_and_tells_its_end() {
        fallSilent(4);
        stream.told(Topics.ERASURE_ORDERS);
        stream.told(Topics.RETENTION_CHANGES);

        decide(DECIDED, WaveVerdict.DROP);

        assertThat(stream.told(Topics.RETENTION_CHANGES)).hasSize(2).allSatisfy(it -> {
            assertThat(it.getChange()).isEqualTo(RetentionChangeKind.RESUMED);
            assertThat(it.getEraseAfter()).isEqualTo(Harness.time("2031-05-02T00:00:00Z"));
        });
        assertThat(held()).isZero();
        stream.until("2031-05-01T23:59:59.999Z").advance(Duration.ofSeconds(1));
        assertThat(stream.told(Topics.ERASURE_ORDERS)).isEmpty();

        stream.until("2031-05-02T00:00:00Z").advance(Duration.ofSeconds(1));
        assertThat(stream.told(Topics.ERASURE_ORDERS)).hasSize(2);
    }

    @Test
    void R6_a_decision_from_before_the_wave_does_not_touch_it() {
        fallSilent(3);

        decide("2031-03-31T09:59:59.999Z", WaveVerdict.APPROVE);

        assertThat(stream.told(Topics.ERASURE_ORDERS)).hasSize(2);
        assertThat(held()).isEqualTo(1);
    }

    @Test
    void R6_what_was_held_after_the_operator_looked_waits_for_the_next_decision() {
        fallSilentAnHourBefore("later", 3);
        String first = heldContacts().getFirst();
        stream.until("2031-03-31T13:00:00+02:00").advance(Duration.ofSeconds(1));
        assertThat(heldContacts()).containsExactly(first, "later");
        stream.told(Topics.ERASURE_ORDERS);
        stream.told(Topics.ERASURE_WAVES);

        stream.hears(
                        Topics.WAVE_DECISIONS,
                        "d",
                        decision(Harness.time("2031-03-31T12:30:00+02:00"), WaveVerdict.APPROVE))
                .advance(Duration.ofSeconds(1));

        assertThat(stream.told(Topics.ERASURE_ORDERS))
                .extracting(ErasureOrder::getSubjectId)
                .containsExactly(first);
        assertThat(stream.told(Topics.ERASURE_WAVES))
                .extracting(ErasureWave::getState, ErasureWave::getHeld)
                .containsExactly(
                        tuple(WaveState.APPROVED, 2L), tuple(WaveState.FINISHED, 1L), tuple(WaveState.HELD, 1L));
        decide(DECIDED, WaveVerdict.APPROVE);
        assertThat(stream.told(Topics.ERASURE_ORDERS))
                .extracting(ErasureOrder::getSubjectId)
                .containsExactly("later");
    }

    @Test
    void R6_a_restart_forgets_nothing_of_the_count() {
        fallSilentAnHourBefore("later", 2);
        assertThat(stream.told(Topics.ERASURE_ORDERS)).hasSize(2);

        stream = stream.restarted();
        stream.until("2031-03-31T13:00:00+02:00");

        assertThat(heldContacts()).containsExactly("later");
        assertThat(stream.told(Topics.ERASURE_ORDERS)).isEmpty();
    }

    @Test
    void R6_a_wave_survives_a_restart_and_can_be_approved_after_it() {
        fallSilent(5);

        stream = stream.restarted();
        stream.until("2031-04-01T00:00:00Z");
        assertThat(stream.told(Topics.ERASURE_ORDERS)).isEmpty();
        assertThat(held()).isEqualTo(3);

        decide(DECIDED, WaveVerdict.APPROVE);
        assertThat(stream.told(Topics.ERASURE_ORDERS)).hasSize(3);
    }

    @Test
    void R6_requests_pass_while_a_wave_is_held_and_take_what_is_held_along() {
        fallSilent(3);
        String one = heldContacts().getFirst();
        stream.told(Topics.ERASURE_ORDERS);

        stream.hears(Topics.RIGHTS_REQUESTS, one, request(one, "2031-04-01T00:00:00Z", RightKind.ERASURE))
                .advance(Duration.ofSeconds(1));

        assertThat(stream.told(Topics.ERASURE_ORDERS))
                .singleElement()
                .satisfies(it -> assertThat(it.getCause()).isEqualTo(ErasureCause.ERASURE_REQUESTED));
        assertThat(held()).isZero();
        decide(DECIDED, WaveVerdict.APPROVE);
        assertThat(stream.told(Topics.ERASURE_ORDERS)).isEmpty();
    }

    @Test
    void R6_linked_devices_of_those_who_go_are_no_part_of_the_wave() {
        stream.hears(Topics.SUBJECT_LINKS, CONTACT, link(BEGIN, LinkAction.LINK))
                .hears(Topics.INTERACTIONS, CONTACT, interaction(CONTACT, Harness.time(BEGIN)))
                .hears(Topics.INTERACTIONS, "another", interaction("another", Harness.time(BEGIN)));
        stream.until(LAPSED).advance(Duration.ofSeconds(1)).until(GRACE_OVER).advance(Duration.ofSeconds(1));

        assertThat(stream.told(Topics.ERASURE_ORDERS))
                .extracting(ErasureOrder::getSubjectId)
                .contains(CONTACT, VISITOR);
    }

    @Test
    void R6_R4_who_is_on_hold_when_a_wave_is_approved_comes_due_with_the_release() {
        stream.hears(Topics.INTERACTIONS, "a", interaction("a", Harness.time(BEGIN)))
                .hears(Topics.INTERACTIONS, "b", interaction("b", Harness.time(BEGIN)))
                .until("2026-03-02T00:00:00Z");
        stream.hears(Topics.INTERACTIONS, CONTACT, interaction(CONTACT, Harness.time("2026-03-01T12:00:01+01:00")))
                .until("2031-03-01T12:00:00+01:00")
                .until("2031-03-01T12:00:01+01:00")
                .until("2031-03-31T12:00:00+02:00")
                .until("2031-03-31T12:00:01+02:00");
        assertThat(heldContacts()).containsExactly(CONTACT);
        stream.told(Topics.ERASURE_ORDERS);
        stream.hears(Topics.HOLDS, CONTACT, hold("2031-04-01T00:00:00Z", HoldAction.PLACE));

        decide(DECIDED, WaveVerdict.APPROVE);
        assertThat(stream.told(Topics.ERASURE_ORDERS)).isEmpty();
        assertThat(held()).isZero();

        stream.hears(Topics.HOLDS, CONTACT, hold("2031-05-01T00:00:00Z", HoldAction.RELEASE))
                .until("2031-05-01T00:00:01Z");
        assertThat(stream.told(Topics.ERASURE_ORDERS))
                .singleElement()
                .satisfies(it -> assertThat(it.getSubjectId()).isEqualTo(CONTACT));
    }

    @Test
    void R6_R2_an_approval_waits_for_the_backlog_for_the_interaction_that_revives_may_be_in_it() {
        fallSilent(3);
        String back = heldContacts().getFirst();
        stream.told(Topics.ERASURE_ORDERS);
        Instant longAgo = Instant.parse("2025-12-01T00:00:00Z");
        stream.clockAt(DECIDED)
                .hears(Topics.HOLDS, VISITOR, null, longAgo)
                .hears(Topics.WAVE_DECISIONS, "d", decision(stream.now(), WaveVerdict.APPROVE))
                .advance(Duration.ofSeconds(1));
        assertThat(stream.told(Topics.ERASURE_ORDERS)).isEmpty();

        stream.hears(Topics.INTERACTIONS, back, interaction(back, Harness.time("2031-04-01T00:00:00Z")), longAgo)
                .advance(Duration.ofSeconds(4));

        assertThat(stream.told(Topics.ERASURE_ORDERS)).isEmpty();
        assertThat(held()).isZero();
    }

    @Test
    void R6_S3_a_decision_without_meaning_is_a_dead_letter() {
        stream.hears(Topics.WAVE_DECISIONS, "d", decision(stream.now(), WaveVerdict.UNRECOGNISED))
                .hears(Topics.WAVE_DECISIONS, "e", null, Instant.parse("2026-01-01T00:00:05Z"));

        assertThat(stream.told(Topics.deadLetters(Party.RETENTION_STREAM)))
                .extracting(DeadLetter::getReason)
                .containsExactly(DeadLetterReason.RULE_BROKEN, DeadLetterReason.NO_VALUE);
    }

    /** So many contacts come once and never again, until their grace window is over. */
    private void fallSilent(int contacts) {
        for (int i = 0; i < contacts; i++) {
            stream.hears(Topics.INTERACTIONS, "c-" + i, interaction("c-" + i, Harness.time(BEGIN)));
        }
        stream.until(LAPSED).advance(Duration.ofSeconds(1)).until(GRACE_OVER).advance(Duration.ofSeconds(1));
    }

    /** The same, and one more whose grace window is over an hour after theirs. */
    private void fallSilentAnHourBefore(String later, int contacts) {
        stream.hears(Topics.INTERACTIONS, later, interaction(later, Harness.time("2026-03-01T13:00:00+01:00")));
        for (int i = 0; i < contacts; i++) {
            stream.hears(Topics.INTERACTIONS, "c-" + i, interaction("c-" + i, Harness.time(BEGIN)));
        }
        stream.until(LAPSED)
                .advance(Duration.ofSeconds(1))
                .until("2031-03-01T13:00:00+01:00")
                .until(GRACE_OVER)
                .advance(Duration.ofSeconds(1));
    }

    private void decide(String at, WaveVerdict verdict) {
        stream.until(at)
                .hears(Topics.WAVE_DECISIONS, "d", decision(Harness.time(at), verdict))
                .advance(Duration.ofSeconds(1));
    }

    private double held() {
        return stream.metrics.get("lethe.erasures.held").gauge().value();
    }

    private List<String> heldContacts() {
        return stream.heldErasures();
    }
}
