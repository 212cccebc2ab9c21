package io.lethe.console;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may open the console with a token. The token is 256 random bits, so a plain hash of it is enough: nobody can try them all.
 *
 * @param name as it stands in what they did
 * @param sha256 of the token, in hexadecimal digits
 * @param roles at least one
 * @param notAfter until when the token is valid, an RFC 3339 time; null: until it is removed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ConsoleUser(
        String name,
        String sha256,
        Set<ConsoleRole> roles,
        @Nullable String notAfter) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /** @throws IllegalArgumentException in words for whoever wrote it */
    @JsonCreator
    static ConsoleUser of(
            @JsonProperty("name") @Nullable String name,
            @JsonProperty("sha256") @Nullable String sha256,
            @JsonProperty("roles") @Nullable List<ConsoleRole> roles,
            @JsonProperty("notAfter") @Nullable String notAfter) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name must be at most 100 letters, digits, and . _ -");
        }
        if (sha256 == null || !HASH.matcher(sha256).matches()) {
            throw new IllegalArgumentException("sha256 must be 64 hexadecimal digits in lower case");
        }
        if (roles == null || roles.isEmpty()) {
            throw new IllegalArgumentException("roles must name at least one");
        }
        if (notAfter != null) {
            end(notAfter);
        }
        return new ConsoleUser(name, sha256, EnumSet.copyOf(roles), notAfter);
    }

    boolean isValidAt(Instant now) {
        return notAfter == null || !now.isAfter(end(notAfter));
    }

    private static Instant end(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("notAfter must be a time such as 2027-01-01T00:00:00+01:00", e);
        }
    }
}
