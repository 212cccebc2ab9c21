package io.lethe.kafka.wire;

import io.lethe.schemas.DeadLetterReason;
import java.util.Optional;

/**
 * The registry answered, and will not do it: wrong credentials, an incompatible schema, a schema nobody registered
 * while registering is off. Somebody has to change something; the process fails.
 */
public final class RegistryRefusedException extends WireException {

    private static final long serialVersionUID = 1;

    public RegistryRefusedException(String message) {
        super(message, null);
    }

    @Override
    public Optional<DeadLetterReason> deadLetterReason() {
        return Optional.empty();
    }
}
