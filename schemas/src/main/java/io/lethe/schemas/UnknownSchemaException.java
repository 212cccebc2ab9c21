package io.lethe.schemas;

import java.util.Optional;

/** The registry answered, and does not know the schema id a value was written with. */
public final class UnknownSchemaException extends WireException {

    private static final long serialVersionUID = 1;

    private final int schemaId;

    UnknownSchemaException(int schemaId) {
        super("schema id " + schemaId + " is not in the registry", null);
        this.schemaId = schemaId;
    }

    public int schemaId() {
        return schemaId;
    }

    @Override
    public Optional<DeadLetterReason> deadLetterReason() {
        return Optional.of(DeadLetterReason.UNKNOWN_SCHEMA);
    }
}
