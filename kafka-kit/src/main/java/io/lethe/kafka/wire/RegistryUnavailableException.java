package io.lethe.kafka.wire;

import io.lethe.schemas.DeadLetterReason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** No registry gave a usable answer in time. Says nothing about the record; the same call may succeed later. */
public final class RegistryUnavailableException extends WireException {

    private static final long serialVersionUID = 1;

    public RegistryUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public Optional<DeadLetterReason> deadLetterReason() {
        return Optional.empty();
    }

    @Override
    public boolean retriable() {
        return true;
    }
}
