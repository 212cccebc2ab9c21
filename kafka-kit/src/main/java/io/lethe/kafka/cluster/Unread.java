package io.lethe.kafka.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** What a group has not read yet, and since when the oldest of it has been there. */
final class Unread {

    private Map<TopicPartition, Mark> marks = Map.of();

    /** An end that was seen, and when. */
    private record Mark(long end, Instant seen) {}

    /**
     * A look at all partitions. What stood there at the last mark and is read by now moves the mark to the present end: how long
     * something has waited is told from then on, so never too long, and too short by no more than the pause between two looks.
     *
     * @param read from where on the group goes on reading
     * @param ends up to where it could read
     */
    ReadingWatch.Lag look(Map<TopicPartition, Long> read, Map<TopicPartition, Long> ends, Instant now) {
        Map<TopicPartition, Mark> found = new HashMap<>();
        long records = 0;
        for (Map.Entry<TopicPartition, Long> one : ends.entrySet()) {
            long position = read.getOrDefault(one.getKey(), 0L);
            long end = one.getValue();
            if (position < end) {
                records += end - position;
                Mark before = marks.get(one.getKey());
                found.put(one.getKey(), before != null && position < before.end() ? before : new Mark(end, now));
            }
        }
        marks = found;
        Duration longest = found.values().stream()
                .map(mark -> Duration.between(mark.seen(), now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        return new ReadingWatch.Lag(records, longest);
    }
}
