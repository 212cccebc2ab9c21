package io.lethe.erasure.ledger;

import io.lethe.policy.Backoff;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.CRC32;

/**
 * How long to wait for an answer before a command is published again (E3). A deletion topic keeps a record for half the
 * forgetting window only, so no wait is longer than a quarter of it: whoever has been away finds the command when it is back.
 */
final class Retries {

    /** Waits are shortened by up to a fifth, so that commands issued together do not come back together. */
    private static final int SPREAD_PERCENT = 20;

    private static final int OF_THE_WINDOW = 4;

    private final Backoff backoff;
    private final Duration longest;

    Retries(Backoff backoff, Duration forgettingWindow) {
        this.backoff = backoff;
        this.longest = forgettingWindow.dividedBy(OF_THE_WINDOW);
    }

    /** After a command was published, or failed. */
    Duration afterAttempt(String commandId, int attempt) {
        Duration wait = backoff.after(attempt);
        return spread(wait.compareTo(longest) > 0 ? longest : wait, commandId, attempt);
    }

    /** After the recipient said that it has the command: it no longer needs the topic to keep it. */
    Duration afterReceipt(String commandId, int attempt) {
        return spread(backoff.max(), commandId, attempt);
    }

    /** The same for the same command and attempt: a replay waits as long. */
    private static Duration spread(Duration wait, String commandId, int attempt) {
        CRC32 hash = new CRC32();
        hash.update((commandId + "#" + attempt).getBytes(StandardCharsets.UTF_8));
        long off = wait.toMillis() / 100 * (hash.getValue() % (SPREAD_PERCENT + 1));
        return wait.minusMillis(off);
    }
}
