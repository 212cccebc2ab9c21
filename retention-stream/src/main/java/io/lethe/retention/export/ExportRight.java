package io.lethe.retention.export;

import java.util.Arrays;
import java.util.Optional;

/** For which right data are handed out. */
public enum ExportRight {
    /** All that is stored, and what the policy says of it (art. 15 GDPR). */
    ACCESS,
    /** What the person provided, where it is processed on consent or a contract (art. 20). */
    PORTABILITY;

    /** The policy's id of the right. */
    public String id() {
        return JsonForm.word(this);
    }

    /** The right written so, if there is one. */
    public static Optional<ExportRight> of(String id) {
        return Arrays.stream(values()).filter(one -> one.id().equals(id)).findFirst();
    }
}
