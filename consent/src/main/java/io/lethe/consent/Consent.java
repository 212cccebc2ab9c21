package io.lethe.consent;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The status of one purpose, for one recipient or for all, at one moment.
 *
 * @param recipient absent: every recipient of the purpose
 * @param since since when the status has held
 * @param validUntil end of the consent window, where there is one
 * @param basis the statement the status rests on, the last one that said so; absent where it rests on none
 * @param times how often it was said since then, 0 where it rests on no statement
 */
public record Consent(
        String purpose,
        @Nullable String recipient,
        ConsentStatus status,
        @Nullable Instant since,
        @Nullable Instant validUntil,
        @Nullable Statement basis,
        int times) {}
