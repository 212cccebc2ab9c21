package io.lethe.schemas.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicsTest {

    private final List<Topic<?>> topics = Topics.all(List.of("hubspot", "linkedin"));

    @Test
    void each_has_an_owner_who_writes_it() {
        assertThat(topics).allSatisfy(topic -> assertThat(topic.writers()).isNotEmpty());
        assertThat(topics).allSatisfy(topic -> assertThat(topic.writers()).doesNotHaveDuplicates());
    }

    @Test
    void no_two_have_the_same_name() {
        assertThat(topics.stream().map(Topic::name)).doesNotHaveDuplicates();
    }

    @Test
    void all_that_concerns_a_subject_is_in_one_partition() {
        assertThat(topics.stream().filter(topic -> topic.key() == Topic.Key.SUBJECT_ID))
                .isNotEmpty()
                .allSatisfy(topic -> assertThat(topic.partitions(12)).isEqualTo(12));
    }

    @Test
    void what_concerns_nobody_has_one_partition_however_many_there_are_for_subjects() {
        assertThat(Topics.deadLetters(Party.ERASURE_WORKER).partitions(12)).isEqualTo(1);
    }

    @Test
    void R6_a_decision_on_waves_has_as_many_partitions_as_there_are_for_subjects_the_waves_themselves_have_one() {
        assertThat(Topics.WAVE_DECISIONS.partitions(12)).isEqualTo(12);
        assertThat(Topics.ERASURE_WAVES.partitions(12)).isEqualTo(1);
    }

    @Test
    void E5_whatever_holds_an_identifier_forgets_inside_the_window() {
        ForgettingWindow window = new ForgettingWindow(Duration.ofMinutes(10));

        assertThat(topics.stream().filter(TopicsTest::holdsIdentifiers))
                .isNotEmpty()
                .allSatisfy(topic ->
                        assertThat(longestStay(topic.settings(window), window)).isLessThan(window.length()));
    }

    @Test
    void E5_what_recipients_write_in_their_own_words_forgets_inside_the_window_wherever_it_lies() {
        ForgettingWindow window = new ForgettingWindow(Duration.ofMinutes(10));

        assertThat(List.of(Topics.DELETION_ACKS.settings(window), Cleanup.repartitionSettings(window)))
                .allSatisfy(
                        settings -> assertThat(longestStay(settings, window)).isLessThan(window.length()));
    }

    @Test
    void E5_how_long_a_compacted_log_may_hold_what_was_deleted_follows_from_its_settings() {
        ForgettingWindow day = new ForgettingWindow(Duration.ofDays(1));

        assertThat(Cleanup.longestStay(day)).isBetween(Duration.ofHours(12), Duration.ofHours(16));
        assertThat(Cleanup.longestStay(day)).isEqualTo(longestStay(Topics.IDENTITIES.settings(day), day));
    }

    private static boolean holdsIdentifiers(Topic<?> topic) {
        return topic.personalData() == PersonalData.SEALED_IDENTIFIERS
                || topic.personalData() == PersonalData.CLEAR_IDENTIFIERS;
    }

    /** From the deleting record, or from the record's own age, to the file being gone: each waits for the one before. */
    private static Duration longestStay(Map<String, String> settings, ForgettingWindow window) {
        Map<String, String> broker = Cleanup.brokerSettings(window);
        // In a quiet partition the worker's heartbeat rolls the segment, sixteen times in a window.
        long untilDeletable = "compact".equals(settings.get("cleanup.policy"))
                ? window.length().toMillis() / 16
                        + millis(settings, "max.compaction.lag.ms")
                        + millis(broker, "log.cleaner.backoff.ms")
                : millis(settings, "retention.ms") + millis(broker, "log.retention.check.interval.ms");
        return Duration.ofMillis(
                millis(settings, "segment.ms") + untilDeletable + millis(settings, "file.delete.delay.ms"));
    }

    private static long millis(Map<String, String> settings, String name) {
        return Long.parseLong(settings.getOrDefault(name, "-1"));
    }

    @Test
    void a_long_window_leaves_the_brokers_own_pace() {
        assertThat(Cleanup.brokerSettings(ForgettingWindow.DEFAULT))
                .containsEntry("log.retention.check.interval.ms", "300000")
                .containsEntry("log.cleaner.backoff.ms", "15000");
        assertThat(Topics.IDENTITIES.settings(ForgettingWindow.DEFAULT)).containsEntry("file.delete.delay.ms", "60000");
    }

    @Test
    void a_window_nobody_can_keep_is_refused() {
        assertThatThrownBy(() -> new ForgettingWindow(Duration.ofSeconds(9)))
                .hasMessageContaining("forgetting window: 'PT9S'");
    }

    @Test
    void changelogs_forget_like_compacted_topics() {
        assertThat(Cleanup.changelogSettings(ForgettingWindow.DEFAULT))
                .isEqualTo(Topics.IDENTITIES.settings(ForgettingWindow.DEFAULT));
    }
}
