package io.lethe.ingest.tcf;

import java.util.Arrays;

/** A segment of a TC string: base64url without padding, six bits a character, read from the left. */
final class BitText {

    private static final int BITS = 6;
    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final byte[] VALUES = new byte[128];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int i = 0; i < DIGITS.length(); i++) {
            VALUES[DIGITS.charAt(i)] = (byte) i;
        }
    }

    private final String text;
    private final int end;
    private int at;

    private BitText(String text) {
        this.text = text;
        this.end = text.length() * BITS;
    }

    static BitText of(String text) throws UnreadableTcStringException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= VALUES.length || VALUES[c] < 0) {
                throw new UnreadableTcStringException(
                        "must be base64url without padding, in segments separated by dots");
            }
        }
        return new BitText(text);
    }

    int left() {
        return end - at;
    }

    boolean flag() throws UnreadableTcStringException {
        return number(1) == 1;
    }

    int number(int bits) throws UnreadableTcStringException {
        return Math.toIntExact(large(bits));
    }

    /** At most 63 bits. */
    long large(int bits) throws UnreadableTcStringException {
        if (left() < bits) {
            throw new UnreadableTcStringException("ends in the middle");
        }
        long number = 0;
        for (int i = 0; i < bits; i++, at++) {
            int six = VALUES[text.charAt(at / BITS)];
            number = number << 1 | six >> BITS - 1 - at % BITS & 1;
        }
        return number;
    }

    void skip(int bits) throws UnreadableTcStringException {
        if (left() < bits) {
            throw new UnreadableTcStringException("ends in the middle");
        }
        at += bits;
    }

    /** That nothing is left but what fills it up: encoders go on with zeros to a multiple of 6, 8 or 24 bits. */
    void end() throws UnreadableTcStringException {
        if (left() >= 24 || large(left()) != 0) {
            throw new UnreadableTcStringException("goes on after its end");
        }
    }
}
