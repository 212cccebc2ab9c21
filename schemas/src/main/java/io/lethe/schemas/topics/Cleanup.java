package io.lethe.schemas.topics;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** How a topic forgets: the broker settings follow from this and from the forgetting window. */
public sealed interface Cleanup {

    /** How long a broker leaves a deleted segment lie, as {@code .deleted}, unless told otherwise. */
    Duration BROKERS_DELETE_DELAY = Duration.ofMinutes(1);

    /** Records are deleted when they are older than {@code retention}. */
    record After(Duration retention) implements Cleanup {}

    /**
     * Records are deleted well inside the forgetting window. What is still owed is published again by its writer
     * before it disappears.
     */
    record InsideForgettingWindow() implements Cleanup {}

    /** The newest record of each key is kept; an overwritten or deleted one is gone within the forgetting window. */
    record Compacted() implements Cleanup {}

    /** The broker settings of a topic, by their Kafka names. */
    default Map<String, String> settings(ForgettingWindow window) {
        Map<String, String> settings = new TreeMap<>();
        switch (this) {
            case After(Duration retention) -> {
                settings.put("cleanup.policy", "delete");
                settings.put("retention.ms", Long.toString(retention.toMillis()));
            }
            case InsideForgettingWindow _ -> {
                settings.put("cleanup.policy", "delete");
                settings.putAll(repartitionSettings(window));
                // By the broker's clock: others write there too, and a wrong one of theirs would keep a segment, or
                // lose it.
                settings.put("message.timestamp.type", "LogAppendTime");
            }
            case Compacted _ -> {
                settings.put("cleanup.policy", "compact");
                settings.put("segment.ms", window.share(4));
                settings.put("max.compaction.lag.ms", window.share(4));
                settings.put("delete.retention.ms", window.share(4));
                settings.put("min.cleanable.dirty.ratio", "0.01");
                settings.put("file.delete.delay.ms", window.share(10, BROKERS_DELETE_DELAY));
            }
        }
        return settings;
    }

    /** The settings of a Kafka Streams changelog: compacted, and forgetting as fast as our own compacted topics. */
    static Map<String, String> changelogSettings(ForgettingWindow window) {
        return new Cleanup.Compacted().settings(window);
    }

    /**
     * The settings of a topic in which Kafka Streams takes records to the task of another key. What is read is removed from it, but
     * only segment by segment; one that nobody writes to any more forgets by its age.
     */
    static Map<String, String> repartitionSettings(ForgettingWindow window) {
        return Map.of(
                "retention.ms", window.share(2),
                "segment.ms", window.share(8),
                "file.delete.delay.ms", window.share(10, BROKERS_DELETE_DELAY));
    }

    /** For how long the files lie around of what a broker has deleted from a topic that forgets within the window. */
    static Duration untilFilesAreGone(ForgettingWindow window) {
        return Duration.ofMillis(Long.parseLong(window.share(10, BROKERS_DELETE_DELAY)));
    }

    /**
     * For how long a compacted log may hold what was deleted from it, on any broker that keeps to the settings: each step waits for the one before. In a quiet partition somebody
     * writes a beat every sixteenth of the window.
     */
    static Duration longestStay(ForgettingWindow window) {
        Map<String, String> topic = new Compacted().settings(window);
        return window.length()
                .dividedBy(16)
                .plusMillis(millis(topic, "segment.ms"))
                .plusMillis(millis(topic, "max.compaction.lag.ms"))
                .plusMillis(millis(brokerSettings(window), "log.cleaner.backoff.ms"))
                .plus(untilFilesAreGone(window));
    }

    /**
     * How often a broker has to look after its logs so that a topic's settings can keep the window. These are the
     * broker's own settings; nobody can set them for a topic.
     */
    static Map<String, String> brokerSettings(ForgettingWindow window) {
        return Map.of(
                "log.retention.check.interval.ms", window.share(16, Duration.ofMinutes(5)),
                "log.cleaner.backoff.ms", window.share(16, Duration.ofSeconds(15)));
    }

    /** In words, for the topic table. */
    default String describe() {
        return switch (this) {
            case After(Duration retention) -> "delete after " + words(retention);
            case InsideForgettingWindow _ -> "delete after half the forgetting window";
            case Compacted _ -> "compact";
        };
    }

    private static long millis(Map<String, String> settings, String name) {
        return Long.parseLong(Objects.requireNonNull(settings.get(name), name));
    }

    private static String words(Duration retention) {
        long days = retention.toDays();
        return days % 365 == 0 ? days / 365 + " years" : days + " days";
    }
}
