package io.lethe.connectors.work;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Up to where every command has been answered, whatever order the answers came in: what may be committed. */
final class Answered {

    /** A partition's share: what waits, and where the next record will stand. */
    private static final class Share {
        private final TreeSet<Long> open = new TreeSet<>();
        private long next;
        private long committed = -1;

        long upTo() {
            return open.isEmpty() ? next : open.first();
        }
    }

    private final Map<TopicPartition, Share> shares = new HashMap<>();
    private int open;

    synchronized void taken(TopicPartition partition, long offset) {
        Share share = shares.computeIfAbsent(partition, _ -> new Share());
        if (share.open.add(offset)) {
            open++;
        }
        share.next = offset + 1;
    }

    synchronized void answered(TopicPartition partition, long offset) {
        Share share = shares.get(partition);
        if (share != null && share.open.remove(offset)) {
            open--;
        }
    }

    /** Somebody else has the partitions now, and takes again what is not committed. */
    synchronized void lost(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            Share share = shares.remove(partition);
            open -= share == null ? 0 : share.open.size();
        }
    }

    /** How many wait. */
    synchronized int open() {
        return open;
    }

    /** What has not been committed yet; it counts as committed from now on. */
    synchronized Map<TopicPartition, OffsetAndMetadata> news() {
        Map<TopicPartition, OffsetAndMetadata> news = new HashMap<>();
        shares.forEach((partition, share) -> {
            if (share.upTo() > share.committed) {
                share.committed = share.upTo();
                news.put(partition, new OffsetAndMetadata(share.upTo()));
            }
        });
        return news;
    }
}
