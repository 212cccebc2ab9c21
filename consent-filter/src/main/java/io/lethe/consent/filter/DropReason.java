package io.lethe.consent.filter;

import java.util.Locale;

/** Why a record was dropped: the status of the consent at the record's time, or that it speaks of nobody. */
public enum DropReason {
    /** Nothing was said. */
    UNKNOWN,
    REFUSED,
    WITHDRAWN,
    EXPIRED,
    INVALIDATED,
    OBJECTED,
    /** The record has no key. */
    NO_SUBJECT;

    /** The reason as a metric's tag spells it: {@code no-subject}. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
