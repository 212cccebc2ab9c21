package io.lethe.kafka.wire;

import java.io.ByteArrayOutputStream;

/** What stands before the datum: magic byte 0, then the schema's id as four bytes, big-endian. */
public final class Frame {

    /** Its length in bytes. */
    public static final int LENGTH = 5;

    private Frame() {}

    public static void write(int schemaId, ByteArrayOutputStream out) {
        out.write(0);
        out.write(schemaId >>> 24);
        out.write(schemaId >>> 16);
        out.write(schemaId >>> 8);
        out.write(schemaId);
    }

    /**
     * The schema's id, always positive.
     *
     * @throws NotFramedException when there is no frame
     * @throws UnknownSchemaException when no registry could have given out such an id
     */
    static int schemaId(String topic, byte[] bytes) {
        if (bytes.length < LENGTH || bytes[0] != 0) {
            throw new NotFramedException(topic, bytes.length);
        }
        int id = (bytes[1] & 0xff) << 24 | (bytes[2] & 0xff) << 16 | (bytes[3] & 0xff) << 8 | bytes[4] & 0xff;
        if (id <= 0) {
            throw new UnknownSchemaException(new SchemaRef.Id(id));
        }
        return id;
    }
}
