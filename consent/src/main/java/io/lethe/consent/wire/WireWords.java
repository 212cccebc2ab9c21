package io.lethe.consent.wire;

import java.time.Instant;
import java.util.Locale;

/** The words and times of events on the wire, as the rules know them. */
public final class WireWords {

    private static final Instant LATEST = Instant.parse("9000-01-01T00:00:00Z");

    private WireWords() {}

    /** The time of an event: what is stamped ahead of its receipt counts as of its receipt (C2). */
    public static Instant time(Instant occurredAt, Instant receivedAt) {
        return time(occurredAt.isAfter(receivedAt) ? receivedAt : occurredAt);
    }

    /**
     * A time that a calendar can count on from.
     *
     * @throws MeaninglessException where it cannot
     */
    public static Instant time(Instant time) {
        if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
            throw new MeaninglessException("it bears a time before 1970 or after 9000");
        }
        return time;
    }

    /**
     * A word that this build knows.
     *
     * @throws MeaninglessException where it does not
     */
    public static <E extends Enum<E>> E known(E word, String what) {
        if (word.name().equals("UNRECOGNISED")) {
            throw new MeaninglessException("it uses a " + what + " that this build does not know");
        }
        return word;
    }

    /**
     * The word as the policy and the HTTP interfaces spell it: {@code OBJECTION_LIFTED} is {@code objection-lifted}.
     *
     * @throws MeaninglessException where this build does not know it
     */
    public static <E extends Enum<E>> String id(E word, String what) {
        return known(word, what).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
