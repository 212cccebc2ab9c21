package io.lethe.streams;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** Which stores tasks read back from their changelogs at the moment, before they work; standbys do not count. */
final class Restoring implements StateRestoreListener {

    private final Map<Changelog, Progress> underWay = new ConcurrentHashMap<>();

    /** A store may be named more than once in an instance: once for each task that is here. */
    private record Changelog(TopicPartition partition, String store) {}

    private record Progress(long end, long next) {

        long left() {
            return Math.max(0, end - next);
        }
    }

    /** How many stores, those of each task counted for themselves. */
    int stores() {
        return underWay.size();
    }

    /** How many records are still to be read, at most: a compacted changelog has fewer than its offsets say. */
    long records() {
        return underWay.values().stream().mapToLong(Progress::left).sum();
    }

    @Override
    public void onRestoreStart(TopicPartition partition, String store, long startingOffset, long endingOffset) {
        underWay.put(new Changelog(partition, store), new Progress(endingOffset, startingOffset));
    }

    @Override
    public void onBatchRestored(TopicPartition partition, String store, long batchEndOffset, long numRestored) {
        underWay.computeIfPresent(
                new Changelog(partition, store), (_, before) -> new Progress(before.end(), batchEndOffset + 1));
    }

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long totalRestored) {
        underWay.remove(new Changelog(partition, store));
    }

    @Override
    public void onRestoreSuspended(TopicPartition partition, String store, long totalRestored) {
        underWay.remove(new Changelog(partition, store));
    }
}
