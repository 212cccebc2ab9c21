package io.lethe.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** As much of HTTP/1.1 as it takes to know that an answer is complete, and what it says. */
final class AnswerBytes {

    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONTENT_LENGTH = "\ncontent-length:".getBytes(StandardCharsets.US_ASCII);

    private AnswerBytes() {}

    /** How many bytes the answer at the beginning of the buffer has; -1 while its head is not complete. */
    static int lengthOf(ByteBuffer answer) throws IOException {
        int end = indexOf(answer, HEAD_END, answer.position());
        if (end < 0) {
            return -1;
        }
        int at = indexOf(answer, CONTENT_LENGTH, end);
        if (at < 0) {
            throw new IOException("an answer without content-length");
        }
        int length = 0;
        for (int i = at + CONTENT_LENGTH.length; answer.get(i) != '\r'; i++) {
            if (answer.get(i) != ' ') {
                length = 10 * length + (answer.get(i) - '0');
            }
        }
        return end + HEAD_END.length + length;
    }

    static int status(ByteBuffer answer) {
        // HTTP/1.1 202
        return 100 * (answer.get(9) - '0') + 10 * (answer.get(10) - '0') + answer.get(11) - '0';
    }

    /** Without regard to case. */
    private static int indexOf(ByteBuffer buffer, byte[] wanted, int limit) {
        for (int from = 0; from <= limit - wanted.length; from++) {
            int same = 0;
            while (same < wanted.length && lower(buffer.get(from + same)) == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return from;
            }
        }
        return -1;
    }

    private static byte lower(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? (byte) (letter + 32) : letter;
    }
}
