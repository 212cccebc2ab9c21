package io.lethe.connectors.opendsr;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Under which id a processor has a command: made of the command's, so that nothing has to be remembered. */
final class RequestId {

    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private RequestId() {}

    /** In the form of a random UUID, the only one that OpenDSR allows. */
    static String of(String commandId) {
        try {
            ByteBuffer digest = ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256").digest(commandId.getBytes(StandardCharsets.UTF_8)));
            long high = digest.getLong() & ~0xf000L | VERSION_4;
            long low = digest.getLong() & ~0xc000_0000_0000_0000L | VARIANT;
            return new UUID(high, low).toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
