package io.lethe.erasure.forgetting;

import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.processor.StateStore;

/** Up to when the pipeline's own copies of what was forgotten are gone, partition by partition. Times are the real clock's. */
public interface OwnCopies {

    /**
     * Begins to watch a partition that this process has.
     *
     * @param identities the store of its identities
     */
    Watched watch(int partition, StateStore identities);

    /** A partition that is watched until it is closed, which comes before its store is. */
    interface Watched extends AutoCloseable {

        /**
         * Up to when.
         *
         * @param oldest since when a copy has had to go; empty where none has to, and nothing is done then
         */
        Instant goneUpTo(Optional<Instant> oldest);

        @Override
        void close();
    }
}
