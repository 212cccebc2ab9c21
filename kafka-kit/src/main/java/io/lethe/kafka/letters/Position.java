package io.lethe.kafka.letters;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/** Where a record is, written as the key of its dead letter: {@code interactions-3-17}. */
public record Position(String topic, int partition, long offset) implements Comparable<Position> {

    private static final Pattern WRITTEN =
            Pattern.compile("(?<topic>[A-Za-z0-9._-]{1,249})-(?<partition>\\d{1,9})-(?<offset>\\d{1,18})");
    private static final Comparator<Position> ORDER = Comparator.comparing(Position::topic)
            .thenComparingInt(Position::partition)
            .thenComparingLong(Position::offset);

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException where the text is none
     */
    public static Position parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a position such as interactions-3-17: topic, partition and offset");
        }
        return new Position(
                written.group("topic"),
                Integer.parseInt(written.group("partition")),
                Long.parseLong(written.group("offset")));
    }

    public TopicPartition topicPartition() {
        return new TopicPartition(topic, partition);
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "-" + offset;
    }
}
