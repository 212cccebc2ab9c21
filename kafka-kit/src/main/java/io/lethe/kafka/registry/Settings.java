package io.lethe.kafka.registry;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** Reads settings of Kafka's kind, and keeps all complaints for one exception. */
final class Settings {

    private final Map<String, ?> configs;
    private final List<String> problems = new ArrayList<>();

    Settings(Map<String, ?> configs) {
        this.configs = configs;
    }

    @Nullable
    String text(String name) {
        return switch (configs.get(name)) {
            case null -> null;
            case Password password -> password.value();
            case List<?> list ->
                String.join(",", list.stream().map(String::valueOf).toList());
            case Object other ->
                other.toString().isBlank() ? null : other.toString().trim();
        };
    }

    List<URI> uris(String name) {
        List<URI> urls = new ArrayList<>();
        String text = text(name);
        for (String each : text == null ? new String[0] : text.split(",")) {
            try {
                URI url = URI.create(each.trim());
                if (url.getHost() == null || !List.of("http", "https", "mock").contains(url.getScheme())) {
                    problem(name, "each must be http://host[:port][/path] or https://…");
                } else {
                    urls.add(url);
                }
            } catch (IllegalArgumentException notAUrl) {
                problem(name, "each must be http://host[:port][/path] or https://…");
            }
        }
        if (urls.isEmpty() && problems.isEmpty()) {
            problem(name, "is missing");
        }
        return urls;
    }

    boolean flag(String name, boolean otherwise) {
        String text = text(name);
        if (text != null && !text.equals("true") && !text.equals("false")) {
            problem(name, "must be true or false");
        }
        return text == null ? otherwise : text.equals("true");
    }

    int count(String name, int otherwise) {
        String text = text(name);
        try {
            int count = text == null ? otherwise : Integer.parseInt(text);
            if (count >= 0) {
                return count;
            }
        } catch (NumberFormatException notANumber) {
            // Said below, with the same words.
        }
        problem(name, "must be a whole number, zero or more");
        return otherwise;
    }

    Duration millis(String name, int otherwise) {
        int millis = count(name, otherwise);
        if (millis == 0) {
            problem(name, "must be at least one millisecond");
        }
        return Duration.ofMillis(millis);
    }

    void problem(String name, String what) {
        problems.add(name + ": " + what);
    }

    void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new ConfigException(String.join("; ", problems));
        }
    }
}
