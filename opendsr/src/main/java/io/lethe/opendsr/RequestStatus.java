package io.lethe.opendsr;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a request is with its processor. */
public enum RequestStatus {
    /** Taken, and not begun: it can still be cancelled. */
    PENDING,
    IN_PROGRESS,
    COMPLETED,
    CANCELLED;

    /** As it is written. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<RequestStatus> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
}
