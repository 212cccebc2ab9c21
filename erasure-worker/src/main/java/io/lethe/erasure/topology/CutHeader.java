package io.lethe.erasure.topology;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * What our tombstones in the topic of identities say: up to where they erase. An identity that was written in between, for a
 * new life of the subject, is told apart by it; in a rebuild as well.
 */
final class CutHeader {

    private static final String NAME = "lethe-erased-up-to";

    private CutHeader() {}

    static Headers of(Instant cut) {
        return new RecordHeaders()
                .add(
                        NAME,
                        ByteBuffer.allocate(Long.BYTES)
                                .putLong(cut.toEpochMilli())
                                .array());
    }

    static Optional<Instant> read(Headers headers) {
        Header header = headers.lastHeader(NAME);
        return header == null || header.value() == null || header.value().length != Long.BYTES
                ? Optional.empty()
                : Optional.of(
                        Instant.ofEpochMilli(ByteBuffer.wrap(header.value()).getLong()));
    }
}
