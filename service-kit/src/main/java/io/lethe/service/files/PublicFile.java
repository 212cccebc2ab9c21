package io.lethe.service.files;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** A file that stays the same while the process runs: as it is, compressed, and what names this version of it. */
public final class PublicFile {

    /** Wanted, and not with a weight of nothing (RFC 9110, 12.5.3). */
    private static final Pattern GZIP = Pattern.compile("(?i)\\s*gzip\\s*(;\\s*q=(1(\\.0*)?|0\\.\\d*[1-9]\\d*))?\\s*");

    private final String type;
    private final String caching;
    private final byte[] plain;
    private final byte[] compressed;
    private final String version;

    private PublicFile(String type, String caching, byte[] plain) {
        this.type = type;
        this.caching = caching;
        this.plain = plain;
        this.compressed = compress(plain);
        this.version = version(plain);
    }

    /**
     * @param name of a resource
     * @param type its content type
     * @param caching the value of {@code Cache-Control}
     */
    public static PublicFile of(String name, String type, String caching) {
        return new PublicFile(type, caching, resource(name));
    }

    /** One that is made here. */
    public static PublicFile containing(String text, String type, String caching) {
        return new PublicFile(type, caching, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same file with something filled in. */
    public PublicFile with(String placeholder, String value) {
        String text = new String(plain, StandardCharsets.UTF_8).replace(placeholder, value);
        return new PublicFile(type, caching, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The same script, style or page, without lines that are nothing but a comment of this form, and without indentation. No text in it may go on over the
     * end of a line.
     */
    public PublicFile withoutCommentsAndIndentation() {
        StringBuilder left = new StringBuilder();
        boolean inComment = false;
        for (String line : new String(plain, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .toList()) {
            boolean comment = inComment || line.startsWith("/*") && line.indexOf("*/") >= line.length() - 2;
            inComment = (inComment || line.startsWith("/*")) && !line.contains("*/");
            if (!comment && !inComment && !line.isEmpty()) {
                left.append(line).append('\n');
            }
        }
        return new PublicFile(type, caching, left.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Answers with what the caller understands, or that nothing has changed (RFC 9110, 13.1.2). */
    public void answer(RoutingContext context) {
        MultiMap asked = context.request().headers();
        boolean small = takesGzip(asked);
        // Each form of the file is a version by itself.
        String tag = small ? "\"" + version + "-gz\"" : "\"" + version + "\"";
        HttpServerResponse response = context.response()
                .putHeader(HttpHeaders.ETAG, tag)
                .putHeader(HttpHeaders.CACHE_CONTROL, caching)
                .putHeader(HttpHeaders.VARY, "Accept-Encoding")
                .putHeader("X-Content-Type-Options", "nosniff");
        if (isKnown(asked, tag)) {
            response.setStatusCode(304).end();
            return;
        }
        if (small) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, type).end(Buffer.buffer(small ? compressed : plain));
    }

    private static boolean takesGzip(MultiMap headers) {
        return headers.getAll(HttpHeaders.ACCEPT_ENCODING).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .anyMatch(one -> GZIP.matcher(one).matches());
    }

    private static boolean isKnown(MultiMap headers, String tag) {
        return headers.getAll(HttpHeaders.IF_NONE_MATCH).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .anyMatch(one -> one.equals("*") || one.equals(tag) || one.equals("W/" + tag));
    }

    private static byte[] resource(String name) {
        try (InputStream file = PublicFile.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new FileNotFoundException(name + " is missing in this build");
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] compress(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can always be written to", e);
        }
        return out.toByteArray();
    }

    private static String version(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, 12));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
