package io.lethe.erasure.ledger;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a recipient system says about a command.
 *
 * @param at the recipient's own time; only answers of one recipient are ever compared by it
 */
public record Answer(AckOutcome outcome, @Nullable String reason, Instant at) {

    /** The same, with what is kept of its reason. */
    public Answer inWords(@Nullable String kept) {
        return Objects.equals(reason, kept) ? this : new Answer(outcome, kept, at);
    }

    /** No answer counts as given later than it came, or one wrong clock would outvote all that follows. */
    Answer notAfter(Instant now) {
        return at.isAfter(now) ? new Answer(outcome, reason, now) : this;
    }
}
