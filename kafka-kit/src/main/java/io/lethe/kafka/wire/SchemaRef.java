package io.lethe.kafka.wire;

import java.util.UUID;

/** What a value says of the schema that it was written with. */
public sealed interface SchemaRef {

    /** The number that one registry has given the schema. */
    record Id(int id) implements SchemaRef {

        @Override
        public String toString() {
            return "schema id " + id;
        }
    }

    /** What the schema is called in every registry that has it. */
    record Guid(UUID guid) implements SchemaRef {

        @Override
        public String toString() {
            return "schema GUID " + guid;
        }
    }
}
