package io.lethe.kafka.wire;

import io.lethe.schemas.DeadLetterReason;
import java.util.Optional;

/** The registry answered, and does not know the schema a value was written with. */
public final class UnknownSchemaException extends WireException {

    private static final long serialVersionUID = 1;

    public UnknownSchemaException(SchemaRef schema) {
        super(
                schema
                        + switch (schema) {
                            case SchemaRef.Id _ -> " is not in the registry";
                            case SchemaRef.Guid _ -> " is not in the registry, or the registry cannot look up GUIDs";
                        },
                null);
    }

    @Override
    public Optional<DeadLetterReason> deadLetterReason() {
        return Optional.of(DeadLetterReason.UNKNOWN_SCHEMA);
    }
}
