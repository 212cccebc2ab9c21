package io.lethe.retention.subject;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a subject has before it under a policy, if nothing more is heard of it (R5).
 *
 * @param lapse when its retention period ends, or was told to have ended; absent where nothing is kept
 * @param erasure when its erasure falls due for its own silence; absent where something parks it
 * @param consents by purpose, when the first of the consents that others were told ends; one that lasts is not there
 */
public record Prospect(@Nullable Instant lapse, @Nullable Instant erasure, Map<String, End> consents) {

    /** @param byChange whether a consent ends because its purpose changed; if not, because its window does */
    public record End(Instant at, boolean byChange) {}

    public Prospect {
        consents = Map.copyOf(consents);
    }
}
