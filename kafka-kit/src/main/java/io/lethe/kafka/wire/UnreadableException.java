package io.lethe.kafka.wire;

import io.lethe.schemas.DeadLetterReason;
import java.util.Optional;

/**
 * The value is framed and its schema known, but it is cut short, goes on after its end, or was written with a schema
 * that does not fit. Avro's own exception is left out: its message may quote the record.
 */
public final class UnreadableException extends WireException {

    private static final long serialVersionUID = 1;

    public UnreadableException(String message) {
        super(message, null);
    }

    @Override
    public Optional<DeadLetterReason> deadLetterReason() {
        return Optional.of(DeadLetterReason.UNREADABLE);
    }
}
