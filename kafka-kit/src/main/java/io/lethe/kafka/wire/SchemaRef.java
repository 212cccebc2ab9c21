package io.lethe.kafka.wire;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** What a value says of the schema that it was written with. */
public sealed interface SchemaRef {

    /** Where Confluent's newer serializers put it, with nothing before the datum. */
    String HEADER = "__value_schema_id";

    int HEADER_WITH_ID = 1 + Integer.BYTES;
    int HEADER_WITH_GUID = 1 + 2 * Long.BYTES;

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

    /**
     * A value's schema, and where its datum begins.
     *
     * @param offset of the datum in the value's bytes
     */
    record Placed(SchemaRef schema, int offset) {}

    /**
     * Reads the header where there is one, the frame otherwise. In the header stands magic byte 0 and an id of four bytes,
     * or magic byte 1 and a GUID of sixteen.
     *
     * @throws NotFramedException when there is neither
     * @throws UnknownSchemaException when no registry could have given out such an id
     */
    static Placed of(String topic, Headers headers, byte[] bytes) {
        Header header = headers.lastHeader(HEADER);
        if (header == null || header.value() == null) {
            return new Placed(new Id(Frame.schemaId(topic, bytes)), Frame.LENGTH);
        }
        byte[] value = header.value();
        if (value.length == HEADER_WITH_GUID && value[0] == 1) {
            ByteBuffer guid = ByteBuffer.wrap(value, 1, 2 * Long.BYTES);
            return new Placed(new Guid(new UUID(guid.getLong(), guid.getLong())), 0);
        }
        if (value.length == HEADER_WITH_ID && value[0] == 0) {
            return new Placed(new Id(Frame.schemaId(topic, value)), 0);
        }
        throw NotFramedException.header(topic, value.length);
    }
}
