package io.lethe.kafka.registry;

import io.lethe.kafka.wire.RegistryRefusedException;
import io.lethe.kafka.wire.SchemaRef;
import io.lethe.kafka.wire.UnknownSchemaException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/**
 * A registry inside the process, for tests that need serdes and no server: {@code schema.registry.url=mock://scope},
 * as with Confluent's classes. One for each scope, shared by all serdes of the process that name it.
 */
public final class InMemoryRegistry implements Registry {

    private static final Map<URI, InMemoryRegistry> SCOPES = new ConcurrentHashMap<>();

    private final Map<Schema, Integer> ids = new HashMap<>();
    private final Map<Integer, Schema> schemas = new HashMap<>();

    public static InMemoryRegistry scope(URI name) {
        return SCOPES.computeIfAbsent(name, _ -> new InMemoryRegistry());
    }

    @Override
    public synchronized int register(String subject, Schema schema) {
        return ids.computeIfAbsent(schema, added -> {
            int id = schemas.size() + 1;
            schemas.put(id, added);
            return id;
        });
    }

    @Override
    public synchronized int lookUp(String subject, Schema schema) {
        Integer id = ids.get(schema);
        if (id == null) {
            throw new RegistryRefusedException(
                    "schema " + schema.getFullName() + " is not registered under subject " + subject);
        }
        return id;
    }

    /** The GUID of a schema here. */
    public static UUID guid(Schema schema) {
        return UUID.nameUUIDFromBytes(schema.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public synchronized Schema byGuid(UUID guid) {
        return schemas.values().stream()
                .filter(schema -> guid(schema).equals(guid))
                .findFirst()
                .orElseThrow(() -> new UnknownSchemaException(new SchemaRef.Guid(guid)));
    }

    @Override
    public synchronized Schema byId(int id) {
        Schema schema = schemas.get(id);
        if (schema == null) {
            throw new UnknownSchemaException(new SchemaRef.Id(id));
        }
        return schema;
    }
}
