package io.lethe.consent.filter;

import java.util.Locale;

/** Why a record was dropped: the status of the consent at the record's time, or that it speaks of nobody, or of nobody any more. */
public enum DropReason {
    /** Nothing was said. */
    UNKNOWN,
    REFUSED,
    WITHDRAWN,
    EXPIRED,
    INVALIDATED,
    OBJECTED,
    /** The subject was erased, and the record is from before: it must not bring back what the recipient deleted (E6). */
    ERASED,
    /** The subject's data may be stored and not used, for the time being (art. 18(2) GDPR; R4). */
    RESTRICTED,
    /** The record has no key. */
    NO_SUBJECT;

    /** The reason as a metric's tag spells it: {@code no-subject}. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
