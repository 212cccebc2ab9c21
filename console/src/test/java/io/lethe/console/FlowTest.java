package io.lethe.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the services tell becomes one picture. */
class FlowTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void S4_a_service_works_or_cannot_work_or_does_not_answer() {
        Flow flow = Flow.of(
                NOW,
                told(
                        "lethe_ready 1.0",
                        "lethe_ready 0.0\nlethe_reading_lag_seconds 12.5\nlethe_reading_lag_records 40.0"),
                Optional.empty(),
                0);

        assertThat(flow.services()).extracting(Flow.ServiceState::state).containsExactly("ready", "not-ready", "away");
        assertThat(flow.services().get(0).lagRecords()).isNull();
        assertThat(flow.services().get(1).lagSeconds()).isEqualTo(12.5);
        assertThat(flow.services().get(1).lagRecords()).isEqualTo(40);
    }

    @Test
    void what_went_by_is_told_in_all_by_kind_and_by_how_much_a_second_it_grew() {
        Flow before = Flow.of(NOW, told(events(100, 20), ""), Optional.empty(), 0);
        Flow flow = Flow.of(NOW.plusSeconds(4), told(events(300, 20), ""), Optional.of(before), 0);

        Flow.Step events = step(flow, "events");
        assertThat(step(before, "events").perSecond()).isNull();
        assertThat(events.total()).isEqualTo(320);
        assertThat(events.perSecond()).isEqualTo(50);
        assertThat(events.kinds()).isEqualTo(Map.of("interaction", 300.0, "consent-statement", 20.0));
    }

    @Test
    void a_service_that_began_anew_tells_no_rate_before_it_has_told_twice() {
        Flow before = Flow.of(NOW, told(events(100, 0), ""), Optional.empty(), 0);
        Flow anew = Flow.of(NOW.plusSeconds(1), told(events(3, 0), ""), Optional.of(before), 0);

        assertThat(step(anew, "events").perSecond()).isNull();
        assertThat(step(Flow.of(NOW.plusSeconds(2), told(events(4, 0), ""), Optional.of(anew), 0), "events")
                        .perSecond())
                .isEqualTo(1);
    }

    @Test
    void S3_dead_letters_are_told_by_their_topic_and_reason_and_those_there_are_none_of_are_left_out() {
        Flow flow = Flow.of(
                NOW,
                told(
                        "",
                        "lethe_dead_letters_total{topic=\"holds\",reason=\"no-frame\"} 2.0\nlethe_dead_letters_total{topic=\"holds\",reason=\"no-key\"} 0.0"),
                Optional.empty(),
                0);

        assertThat(flow.services().get(1).deadLetters()).isEqualTo(Map.of("holds", Map.of("no-frame", 2.0)));
    }

    @Test
    void R6_E5_what_has_to_stay_small_is_there_where_it_was_told() {
        Flow flow = Flow.of(
                NOW,
                told("", "lethe_erasures_held{task=\"0_1\"} 3.0\nlethe_expiry_lag_seconds 0.5"),
                Optional.empty(),
                0);

        assertThat(flow.concerns())
                .containsExactly(
                        new Flow.Concern("expiry-lag", "retention-stream", 0.5),
                        new Flow.Concern("erasures-held", "retention-stream", 3));
    }

    @Test
    void E3_what_waits_for_a_person_is_told_over_all_systems() {
        Map<String, Optional<MetricsText>> told = told("", "");
        told.put(
                "erasure-worker",
                Optional.of(
                        MetricsText.read(
                                "lethe_deletion_waiting{system=\"hubspot\"} 2.0\nlethe_deletion_waiting{system=\"linkedin\"} 1.0")));

        assertThat(Flow.of(NOW, told, Optional.empty(), 0).concerns())
                .containsExactly(new Flow.Concern("erasures-waiting", "erasure-worker", 3));
    }

    @Test
    void E5_how_long_it_takes_to_forget_is_told_on_average_once_somebody_was() {
        Map<String, Optional<MetricsText>> told = told("", "");
        told.put(
                "erasure-worker",
                Optional.of(MetricsText.read(
                        "lethe_forgetting_time_seconds_count 4.0\nlethe_forgetting_time_seconds_sum 800.0")));

        assertThat(Flow.of(NOW, told, Optional.empty(), 0).concerns())
                .containsExactly(new Flow.Concern("forgetting-time", "erasure-worker", 200));
    }

    private static String events(int interactions, int statements) {
        return "# HELP lethe_ingest_events_accepted_total Events\nlethe_ingest_events_accepted_total{type=\"interaction\"} "
                + interactions + "\nlethe_ingest_events_accepted_total{type=\"consent-statement\"} " + statements
                + "\n";
    }

    private static Flow.Step step(Flow flow, String id) {
        return flow.steps().stream()
                .filter(step -> step.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Optional<MetricsText>> told(String ingest, String retention) {
        Map<String, Optional<MetricsText>> told = new LinkedHashMap<>();
        told.put("consent-ingest", Optional.of(MetricsText.read(ingest)));
        told.put("retention-stream", Optional.of(MetricsText.read(retention)));
        told.put("erasure-worker", Optional.empty());
        return told;
    }
}
