package io.lethe.console.audit;

import java.io.IOException;

/** Reads what is on record, page by page, from the end. */
public interface AuditPages {

    /** How many events a page has at most. */
    int PAGE = 50;

    /**
     * Blocks while it reads.
     *
     * @param before a {@link AuditPage#next}; {@link Long#MAX_VALUE} for the newest
     * @throws IOException where Kafka or the registry does not answer in time
     */
    AuditPage before(long before) throws IOException;
}
