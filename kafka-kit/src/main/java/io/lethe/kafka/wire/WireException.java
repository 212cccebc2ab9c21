package io.lethe.kafka.wire;

import io.lethe.schemas.DeadLetterReason;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * A record could not be put on, or taken off, the wire. Either the record itself is at fault, and stays so: then it
 * has a {@link #deadLetterReason()}. Or the registry is, and the record says nothing: then there is no such reason, and
 * the process retries or fails. No message ever contains a byte of the record.
 */
public abstract sealed class WireException extends SerializationException
        permits NotFramedException,
                UnknownSchemaException,
                UnreadableException,
                RegistryUnavailableException,
                RegistryRefusedException {

    private static final long serialVersionUID = 1;

    WireException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Why the record belongs in a dead-letter topic; empty when the record is not what is wrong. */
    public abstract Optional<DeadLetterReason> deadLetterReason();

    /** Whether the same call may succeed later without anybody changing anything. */
    public boolean retriable() {
        return false;
    }
}
