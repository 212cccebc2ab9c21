package io.lethe.service;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a service's configuration from the environment. Every getter notes what is wrong and goes on, so that
 * {@link #read} can report all problems at once; a setting with our prefix that nobody asked for is one of them.
 */
public final class Settings {

    private static final String PREFIX = "LETHE_";

    private final Map<String, String> values = new TreeMap<>();
    private final Set<String> asked = new HashSet<>();
    private final List<String> problems = new ArrayList<>();

    private Settings(Map<String, String> environment) {
        environment.forEach((key, value) -> {
            if (key.startsWith(PREFIX) && !value.isBlank()) {
                values.put(key, value.strip());
            }
        });
    }

    /**
     * Reads a configuration.
     *
     * @throws ConfigurationException with all that is wrong
     */
    public static <T> T read(Map<String, String> environment, Function<Settings, T> reader) {
        Settings settings = new Settings(environment);
        T result;
        try {
            result = reader.apply(settings);
        } catch (RuntimeException e) {
            if (settings.problems.isEmpty()) {
                throw e;
            }
            throw new ConfigurationException(settings.problems);
        }
        settings.values.keySet().stream()
                .filter(key -> !settings.asked.contains(key))
                .forEach(key ->
                        settings.problem(key + ": is not a setting of this service; remove it or mend its name"));
        if (!settings.problems.isEmpty()) {
            throw new ConfigurationException(settings.problems);
        }
        return result;
    }

    /** A text that has to be there. */
    public String text(String key) {
        return optionalText(key).orElseGet(() -> missing(key, ""));
    }

    public String text(String key, String fallback) {
        return optionalText(key).orElse(fallback);
    }

    public Optional<String> optionalText(String key) {
        asked.add(key);
        return Optional.ofNullable(values.get(key));
    }

    public int integer(String key, int fallback, int least, int most) {
        int value = parsed(key, fallback, Integer::valueOf, "a whole number");
        check(value >= least && value <= most, key, value, "must be between " + least + " and " + most);
        return value;
    }

    /** A TCP port; 0 lets the system choose. */
    public int port(String key, int fallback) {
        return integer(key, fallback, 0, 65_535);
    }

    public boolean flag(String key, boolean fallback) {
        return parsed(key, fallback, Settings::trueOrFalse, "'true' or 'false'");
    }

    /** A positive ISO 8601 duration. */
    public Duration duration(String key, Duration fallback) {
        Duration value = parsed(key, fallback, Duration::parse, "an ISO 8601 duration such as PT30S");
        check(value.isPositive(), key, value, "must be longer than nothing");
        return value;
    }

    /** An ISO 8601 period of calendar units, not negative. */
    public Period period(String key, Period fallback) {
        Period value = parsed(key, fallback, Period::parse, "an ISO 8601 period such as P30D");
        check(!value.isNegative(), key, value, "must not be negative");
        return value;
    }

    public URI uri(String key) {
        return optionalText(key)
                .map(value -> parsed(key, URI.create(""), URI::create, "a URL"))
                .orElseGet(() -> missing(key, URI.create("")));
    }

    /** A file that exists and can be read. */
    public Optional<Path> optionalFile(String key) {
        Optional<Path> file = optionalText(key).map(Path::of);
        file.ifPresent(path -> check(Files.isReadable(path), key, path, "cannot be read"));
        return file;
    }

    /** A file that has to be named, exist and be readable. */
    public Path file(String key) {
        return optionalFile(key).orElseGet(() -> missing(key, Path.of("")));
    }

    /** A folder that has to be named; it is made by whoever uses it. */
    public Path folder(String key) {
        return optionalText(key).map(Path::of).orElseGet(() -> missing(key, Path.of("")));
    }

    /** A secret: from {@code KEY}, or from the file that {@code KEY_FILE} names. */
    public Optional<Secret> secret(String key) {
        Optional<Path> file = optionalFile(key + "_FILE");
        Optional<String> inline = optionalText(key);
        if (file.isPresent() && inline.isPresent()) {
            problem(key + " and " + key + "_FILE: are both set; keep one");
        }
        return file.filter(Files::isReadable)
                .map(path -> contents(key, path))
                .or(() -> inline)
                .map(Secret::new);
    }

    /**
     * What a secret that has to be there is good for. The reader's objection becomes a problem; it must not repeat the secret.
     *
     * @return empty only where a problem was noted
     */
    public <T> Optional<T> fromSecret(String key, Function<String, T> reader) {
        Optional<Secret> secret = secret(key);
        if (secret.isEmpty()) {
            problem(key + ": is missing and has no default (" + key + "_FILE reads it from a file)");
            return Optional.empty();
        }
        try {
            return Optional.of(reader.apply(secret.get().value()));
        } catch (IllegalArgumentException e) {
            problem(key + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Reads a file, and objects in lines of which each is a problem. */
    @FunctionalInterface
    public interface FileReader<T> {
        T read(Path file) throws Exception;
    }

    /**
     * What a file says, or the fallback where no file is named.
     *
     * @return empty only where a problem was noted
     */
    public <T> Optional<T> fromFile(String key, FileReader<T> reader, Supplier<T> fallback) {
        Optional<Path> file = optionalText(key).map(Path::of);
        if (file.isEmpty()) {
            return Optional.of(fallback.get());
        }
        try {
            return Optional.of(reader.read(file.get()));
        } catch (Exception e) {
            String.valueOf(e.getMessage()).lines().forEach(line -> problem(key + ": " + line));
            return Optional.empty();
        }
    }

    /**
     * All settings under a prefix, renamed the way Kafka spells its own: {@code LETHE_KAFKA_SECURITY_PROTOCOL} under
     * {@code LETHE_KAFKA_} becomes {@code security.protocol}.
     */
    public Map<String, String> prefixed(String prefix) {
        Map<String, String> found = new TreeMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                asked.add(key);
                found.put(
                        key.substring(prefix.length()).toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        return found;
    }

    /** Any other type; {@code kind} says in the operator's words what would be right. */
    public <T> T parsed(String key, T fallback, Function<String, T> parser, String kind) {
        asked.add(key);
        @Nullable String value = values.get(key);
        if (value == null) {
            return fallback;
        }
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException | DateTimeParseException e) {
            problem(key + ": '" + value + "' is not " + kind);
            return fallback;
        }
    }

    /** Notes a problem unless the condition holds. */
    public void check(boolean condition, String key, Object value, String requirement) {
        if (!condition) {
            problem(key + ": '" + value + "' " + requirement);
        }
    }

    /** Notes a problem in words of its own. */
    public void problem(String problem) {
        problems.add(problem);
    }

    private <T> T missing(String key, T stand) {
        problem(key + ": is missing and has no default");
        return stand;
    }

    private String contents(String key, Path path) {
        try {
            String contents = Files.readString(path).strip();
            check(!contents.isEmpty(), key + "_FILE", path, "is empty");
            return contents;
        } catch (IOException e) {
            problem(key + "_FILE: '" + path + "' cannot be read ("
                    + e.getClass().getSimpleName() + ")");
            return "";
        }
    }

    private static boolean trueOrFalse(String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(value);
        };
    }

    /** A value that never shows itself. */
    public record Secret(String value) {
        @Override
        public String toString() {
            return "***";
        }
    }
}
