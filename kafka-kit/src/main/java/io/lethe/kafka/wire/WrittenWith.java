package io.lethe.kafka.wire;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * A value's schema, and where its datum begins.
 *
 * @param offset of the datum in the value's bytes
 */
public record WrittenWith(SchemaRef schema, int offset) {

    /** Where Confluent's newer serializers put the schema, with nothing before the datum. */
    private static final String HEADER = "__value_schema_id";

    private static final int HEADER_WITH_ID = 1 + Integer.BYTES;
    private static final int HEADER_WITH_GUID = 1 + 2 * Long.BYTES;

    /**
     * Reads the header where there is one, the frame otherwise. In the header stands magic byte 0 and an id of four bytes,
     * or magic byte 1 and a GUID of sixteen.
     *
     * @throws NotFramedException when there is neither
     * @throws UnknownSchemaException when no registry could have given out such an id
     */
    public static WrittenWith of(String topic, Headers headers, byte[] bytes) {
        Header header = headers.lastHeader(HEADER);
        if (header == null || header.value() == null) {
            return new WrittenWith(new SchemaRef.Id(Frame.schemaId(topic, bytes)), Frame.LENGTH);
        }
        byte[] value = header.value();
        if (value.length == HEADER_WITH_GUID && value[0] == 1) {
            ByteBuffer guid = ByteBuffer.wrap(value, 1, 2 * Long.BYTES);
            return new WrittenWith(new SchemaRef.Guid(new UUID(guid.getLong(), guid.getLong())), 0);
        }
        if (value.length == HEADER_WITH_ID && value[0] == 0) {
            return new WrittenWith(new SchemaRef.Id(Frame.schemaId(topic, value)), 0);
        }
        throw NotFramedException.inHeader(topic, HEADER, value.length);
    }
}
