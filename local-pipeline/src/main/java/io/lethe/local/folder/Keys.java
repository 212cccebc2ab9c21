package io.lethe.local.folder;

import io.lethe.service.AccessKeys.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The bearer tokens of a local pipeline, one for each role. They are made anew at each start and stand in a file of the data
 * folder that a shell can read: one {@code NAME=value} a line.
 */
public final class Keys {

    private static final int BYTES = 32;

    private final Map<Role, String> tokens;

    private Keys(Map<Role, String> tokens) {
        this.tokens = tokens;
    }

    public static Keys fresh() {
        SecureRandom random = new SecureRandom();
        Map<Role, String> tokens = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            byte[] token = new byte[BYTES];
            random.nextBytes(token);
            tokens.put(role, Base64.getUrlEncoder().withoutPadding().encodeToString(token));
        }
        return new Keys(tokens);
    }

    /** Those that the pipeline on this folder was started with. */
    public static Keys of(DataFolder data) {
        Map<Role, String> tokens = new EnumMap<>(Role.class);
        for (String line : lines(data)) {
            for (Role role : Role.values()) {
                String name = role.setting() + "=";
                if (line.startsWith(name)) {
                    tokens.put(role, line.substring(name.length()));
                }
            }
        }
        if (tokens.size() < Role.values().length) {
            throw new PipelineException(data.keys()
                    + " does not hold every key; stop the pipeline and start it again, which writes the file");
        }
        return new Keys(tokens);
    }

    private static List<String> lines(DataFolder data) {
        try {
            return Files.exists(data.keys()) ? Files.readAllLines(data.keys()) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(data.keys() + " cannot be read", e);
        }
    }

    public void store(DataFolder data) {
        StringBuilder lines = new StringBuilder();
        environment(List.of(Role.values()))
                .forEach((name, token) ->
                        lines.append(name).append('=').append(token).append('\n'));
        data.writeKeys(lines.toString());
    }

    /** As settings of a service that knows these roles. */
    public Map<String, String> environment(List<Role> roles) {
        Map<String, String> settings = new TreeMap<>();
        roles.forEach(role -> settings.put(role.setting(), token(role)));
        return settings;
    }

    /** What a request's {@code Authorization} header says, of a caller who has this role. */
    public String authorization(Role role) {
        return "Bearer " + token(role);
    }

    private String token(Role role) {
        return Objects.requireNonNull(tokens.get(role));
    }
}
