package io.lethe.kafka.registry;

import io.lethe.kafka.wire.SchemaRef;
import io.lethe.kafka.wire.UnknownSchemaException;
import io.lethe.kafka.wire.UnreadableException;
import java.util.UUID;
import org.apache.avro.Schema;

/** Where schemas have their ids. Nothing is remembered here; callers keep what they were told. */
public interface Registry {

    /** Registers the schema under the subject, or finds it there; gives its id. */
    int register(String subject, Schema schema);

    /** The id of a schema somebody else registered under the subject. */
    int lookUp(String subject, Schema schema);

    /**
     * The schema with this id.
     *
     * @throws UnknownSchemaException when the registry has no such id
     * @throws UnreadableException when it has, but it is not a schema Avro can read
     */
    Schema byId(int id);

    /**
     * The schema with this GUID.
     *
     * @throws UnknownSchemaException when the registry has no such schema, or is one that does not know GUIDs
     * @throws UnreadableException when it has, but it is not a schema Avro can read
     */
    Schema byGuid(UUID guid);

    default Schema by(SchemaRef schema) {
        return switch (schema) {
            case SchemaRef.Id(int id) -> byId(id);
            case SchemaRef.Guid(UUID guid) -> byGuid(guid);
        };
    }
}
