package io.lethe.erasure.ledger;

import io.lethe.policy.IdentifierKind;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger knows of who a subject is.
 *
 * @param held the identifier, under seal; null when there is none, or no longer
 * @param forgottenUpTo the cut of the newest finished erasure: an identifier seen up to here does not come back; null
 *     before there is one
 */
public record KnownIdentity(@Nullable Held held, @Nullable Instant forgottenUpTo) {

    public static final KnownIdentity NONE = new KnownIdentity(null, null);

    /**
     * An identifier under seal.
     *
     * @param sealed read through a duplicate; never printed
     * @param seenAt event time of the newest event that carried it
     */
    public record Held(String eventId, IdentifierKind kind, ByteBuffer sealed, Instant seenAt, Instant receivedAt) {

        public Held {
            sealed = sealed.asReadOnlyBuffer();
        }

        @Override
        public String toString() {
            return "Held[" + kind + "]";
        }
    }

    public boolean empty() {
        return held == null && forgottenUpTo == null;
    }
}
