package io.lethe.schemas;

import org.apache.avro.Schema;

/** Where schemas have their ids. Nothing is remembered here; callers keep what they were told. */
interface Registry {

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

    static Registry of(RegistryConfig config) {
        return config.inMemory() ? InMemoryRegistry.scope(config.urls().getFirst()) : new HttpRegistry(config);
    }
}
