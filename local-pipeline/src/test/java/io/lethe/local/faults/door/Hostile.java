package io.lethe.local.faults.door;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * A request that nobody sends who means well.
 *
 * @param what for who reads a failure
 * @param answers what it may be answered; {@link #CLOSED} where the connection may end instead
 */
record Hostile(String what, Set<Integer> answers, byte[] request) {

    /** The connection ended without an answer. */
    static final int CLOSED = 0;

    private static final int PATIENCE_MILLIS = 20_000;
    private static final int MOST = 1024 * 1024;

    /** @param mark stands in each body, and must not be found anywhere afterwards */
    static List<Hostile> all(String authorization, String mark) {
        Gathered of = new Gathered(authorization);
        String open = "{\"" + mark + "\":";
        String text = "{\"kind\":\"" + mark;
        of.add(413, "a byte too many", ascii("[\"" + mark + "x".repeat(MOST - 3 - mark.length()) + "\"]"));
        of.add(413, "events without end", ascii("[\"" + mark + "\"" + ",{}".repeat(300_000) + "]"));
        of.add(422, "nested nine deep", ascii(open.repeat(9) + "1" + "}".repeat(9)));
        of.add(422, "arrays nested a hundred thousand deep", ascii("[".repeat(100_000)));
        of.add(422, "objects nested without end", ascii(open.repeat(10_000)));
        of.add(422, "a member twice", ascii(text + "\",\"kind\":\"login\"}"));
        of.add(422, "a member a hundred thousand times", ascii("{" + "\"a\":1,".repeat(100_000) + "\"a\":1}"));
        of.add(422, "an escaped NUL", ascii(text + "\\u0000\"}"));
        of.add(400, "a NUL", joined(ascii(text), new byte[] {0}, ascii("\"}")));
        of.add(400, "no UTF-8", joined(ascii(text), new byte[] {(byte) 0xC3, 0x28}, ascii("\"}")));
        of.add(400, "an overlong NUL", joined(ascii(text), new byte[] {(byte) 0xC0, (byte) 0x80}, ascii("\"}")));
        of.add(
                400,
                "half of a pair in UTF-8",
                joined(ascii(text), new byte[] {(byte) 0xED, (byte) 0xA0}, ascii("\"}")));
        of.add(400, "a compressed bomb that does not say so", bomb());
        of.add(415, "a compressed bomb", bomb(), "Content-Encoding: gzip");
        of.add(415, "a bomb in a bomb", bomb(), "Content-Encoding: gzip, gzip");
        of.head(413, "a length that is no memory's", "Content-Length: 99999999999999");
        of.head(400, "two lengths", "Content-Length: 2\r\nContent-Length: 3");
        of.head(400, "a length and chunks", "Content-Length: 2\r\nTransfer-Encoding: chunked");
        return of.found;
    }

    /** @return the status, or {@link #CLOSED} */
    int send(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            try {
                socket.getOutputStream().write(request);
            } catch (IOException e) {
                // Told in the midst of it that it is not wanted; what it was told may still be there.
            }
            byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 400".length());
            return line.length < "HTTP/1.1 400".length()
                    ? CLOSED
                    : Integer.parseInt(new String(line, 9, 3, StandardCharsets.US_ASCII));
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("neither answered nor closed: " + what, e);
        } catch (IOException e) {
            return CLOSED;
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** What comes before a body. */
    static byte[] head(String authorization, String... headers) {
        return ascii("POST /v1/interactions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: "
                + authorization + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n");
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    /** Half a gigabyte in half a megabyte. */
    private static byte[] bomb() {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
            byte[] blanks = new byte[MOST];
            for (int i = 0; i < 512; i++) {
                zip.write(blanks);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private record Gathered(String authorization, List<Hostile> found) {

        Gathered(String authorization) {
            this(authorization, new ArrayList<>());
        }

        /** With its length beforehand, and in chunks. */
        void add(int status, String what, byte[] body, String... headers) {
            byte[] whole = Hostile.head(authorization, with(headers, "Content-Length: " + body.length));
            byte[] chunks = Hostile.head(authorization, with(headers, "Transfer-Encoding: chunked"));
            byte[] size = ascii(Integer.toHexString(body.length) + "\r\n");
            found.add(new Hostile(what, Set.of(status), joined(whole, body)));
            found.add(new Hostile(
                    what + ", in chunks", Set.of(status), joined(chunks, size, body, ascii("\r\n0\r\n\r\n"))));
        }

        void head(int status, String what, String headers) {
            found.add(new Hostile(
                    what, Set.of(status, CLOSED), joined(Hostile.head(authorization, headers), ascii("{}"))));
        }

        private static String[] with(String[] headers, String one) {
            String[] all = Arrays.copyOf(headers, headers.length + 1);
            all[headers.length] = one;
            return all;
        }
    }
}
