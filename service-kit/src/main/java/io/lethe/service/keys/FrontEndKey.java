package io.lethe.service.keys;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A write key of one front-end. The key itself is 256 random bits, so a plain hash of it is enough: nobody can try them all.
 *
 * @param name of the front-end; keys that take turns have the same
 * @param sha256 of the key, in hexadecimal digits
 * @param sources what an event that comes with it may give as its source; at least one
 * @param origins of the pages that may use it; none where no page may, but an app
 * @param notAfter until when it is valid, an RFC 3339 time; null: until it is removed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FrontEndKey(
        String name,
        String sha256,
        List<String> sources,
        List<String> origins,
        @Nullable String notAfter) {

    /** What a key begins with, so that whoever finds one knows what it is. */
    private static final String PREFIX = "lethe-fe-";

    private static final int BYTES = 32;
    private static final int DIGITS_OF_AN_ID = 8;
    private static final int DIGITS_OF_A_NUMBER = 16;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern SOURCE = Pattern.compile("[A-Za-z0-9._:/-]{1,100}");

    /** @throws IllegalArgumentException in words for whoever wrote it */
    @JsonCreator
    public FrontEndKey(
            @JsonProperty("name") @Nullable String name,
            @JsonProperty("sha256") @Nullable String sha256,
            @JsonProperty("sources") @Nullable List<String> sources,
            @JsonProperty("origins") @Nullable List<String> origins,
            @JsonProperty("notAfter") @Nullable String notAfter) {
        check(name != null && NAME.matcher(name).matches(), "name must be at most 100 letters, digits, and . _ -");
        check(sha256 != null && HASH.matcher(sha256).matches(), "sha256 must be 64 hexadecimal digits in lower case");
        check(
                sources != null
                        && !sources.isEmpty()
                        && sources.stream()
                                .allMatch(one ->
                                        one != null && SOURCE.matcher(one).matches()),
                "sources must be at least one id of letters, digits, and . _ - : /");
        this.name = String.valueOf(name);
        this.sha256 = String.valueOf(sha256);
        this.sources = sources == null ? List.of() : List.copyOf(sources);
        this.origins = origins == null
                ? List.of()
                : origins.stream().map(FrontEndKey::origin).toList();
        this.notAfter = notAfter;
        check(
                notAfter == null || instant(notAfter).isPresent(),
                "notAfter must be a time such as 2027-01-31T00:00:00Z");
    }

    /** A new key. It is shown once, and kept by its {@link #hash}. */
    public static String generate() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    public static String hash(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Tells keys of one front-end apart, for people. */
    public String id() {
        return sha256.substring(0, DIGITS_OF_AN_ID);
    }

    /** Tells keys apart, for counting. */
    public long number() {
        return Long.parseUnsignedLong(sha256, 0, DIGITS_OF_A_NUMBER, 16);
    }

    public boolean isValidAt(Instant now) {
        return notAfter == null || instant(notAfter).filter(now::isAfter).isEmpty();
    }

    /** @param origin as a browser says it */
    public boolean isForPagesOf(String origin) {
        return origins.contains(origin);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String origin(@Nullable String written) {
        return Optional.ofNullable(written)
                .flatMap(WebOrigin::normalised)
                .orElseThrow(() -> new IllegalArgumentException(
                        "origins must be such as https://www.example.org, without a path; http only for this machine"));
    }

    private static void check(boolean condition, String requirement) {
        if (!condition) {
            throw new IllegalArgumentException(requirement);
        }
    }
}
