package io.lethe.console;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lethe.service.keys.FrontEndKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may open the console, as a file lists them. */
final class ConsoleUsers {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final String NO_LIST = "must be a JSON list of users with name, sha256, roles and perhaps notAfter";

    private final List<ConsoleUser> all;

    private ConsoleUsers(List<ConsoleUser> all) {
        this.all = List.copyOf(all);
        Set<String> hashes = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (ConsoleUser user : all) {
            if (!names.add(user.name()) || !hashes.add(user.sha256())) {
                throw new IllegalArgumentException("two users have one name, or one token");
            }
        }
    }

    /** @throws IllegalArgumentException where the text is no list of users, in words that do not repeat it */
    static ConsoleUsers read(String text) {
        @Nullable List<ConsoleUser> users;
        try {
            users = JSON.readValue(text, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            // Without the parser's words, which quote the file.
            String where =
                    e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
            String why = e.getCause() instanceof IllegalArgumentException cause
                    ? String.valueOf(cause.getMessage())
                    : NO_LIST;
            throw new IllegalArgumentException(why + where, e.getCause());
        }
        if (users == null || users.contains(null)) {
            throw new IllegalArgumentException(NO_LIST);
        }
        return new ConsoleUsers(users);
    }

    static ConsoleUsers load(Path file) throws IOException {
        return read(Files.readString(file));
    }

    /** Whose token it is, if they may still come in. */
    Optional<ConsoleUser> of(String token, Instant now) {
        String hash = FrontEndKey.hash(token);
        return all.stream()
                .filter(user -> user.sha256().equals(hash) && user.isValidAt(now))
                .findFirst();
    }

    /** Somebody who came in before, if they still may. */
    Optional<ConsoleUser> named(String name, Instant now) {
        return all.stream()
                .filter(user -> user.name().equals(name) && user.isValidAt(now))
                .findFirst();
    }
}
