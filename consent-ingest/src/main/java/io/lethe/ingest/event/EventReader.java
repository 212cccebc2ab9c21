package io.lethe.ingest.event;

import io.lethe.ingest.json.Members;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and validates one kind of event. */
interface EventReader {

    /** The members that an event of this kind may have. */
    Set<String> members();

    /**
     * Reads an event, and notes all that is wrong with it.
     *
     * @return null where too much is missing to go on; otherwise an event that counts only if nothing was wrong
     */
    @Nullable
    Event read(Members event, Instant now);
}
