package io.lethe.ingest.guard;

import java.util.Locale;

/** Why a request was not let in; for counting. */
public enum TurnedAway {
    /** No key, or not one that opens the path. */
    KEY,
    /** A key that was valid until its time was over. */
    KEY_EXPIRED,
    /** A page of an origin that the key is not for. */
    ORIGIN,
    /** A page of an origin that no key is for asks what it may send. */
    PREFLIGHT,
    /** More than the key may. */
    RATE_KEY,
    /** More than the address may. */
    RATE_ADDRESS,
    /** More than the address may read of what anybody may. */
    RATE_READER,
    /** A body beyond its bound. */
    BODY_TOO_LARGE,
    /** Too much of all bodies is being read. */
    BODIES,
    /** A body that ended before its time, or is not written as it says. */
    BODY_BROKEN;

    /** Its label in metrics. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
