package io.lethe.connectors.http;

import io.lethe.policy.dispatch.Template;
import io.lethe.service.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The credentials that the policy names. One from a file is read again for each call: whoever renews it (an access token of
 * an hour, say) has only to write the file.
 */
public final class Credentials {

    private static final String PREFIX = "LETHE_SECRET_";

    private final Map<String, Settings.Secret> values;
    private final Map<String, Path> files;

    private Credentials(Map<String, Settings.Secret> values, Map<String, Path> files) {
        this.values = Map.copyOf(values);
        this.files = Map.copyOf(files);
    }

    /** Reads {@code LETHE_SECRET_NAME} or {@code LETHE_SECRET_NAME_FILE} for each name, all of which have to be there. */
    public static Credentials from(Settings settings, Set<String> names) {
        Map<String, Settings.Secret> values = new TreeMap<>();
        Map<String, Path> files = new TreeMap<>();
        for (String name : names) {
            settings.fromSecret(PREFIX + name, Function.identity())
                    .ifPresent(value -> values.put(name, new Settings.Secret(value)));
            settings.optionalText(PREFIX + name + "_FILE").ifPresent(file -> files.put(name, Path.of(file)));
        }
        return new Credentials(values, files);
    }

    /** A text that holds credentials, and no value of a command. */
    public String filled(Template template) {
        StringBuilder text = new StringBuilder();
        for (Template.Part part : template.parts()) {
            switch (part) {
                case Template.Literal literal -> text.append(literal.text());
                case Template.Credential credential -> text.append(value(credential.name()));
                case Template.Placeholder _ ->
                    throw new IllegalArgumentException("there is no command to take a value of");
            }
        }
        return text.toString();
    }

    String value(String name) {
        return Optional.ofNullable(files.get(name))
                .flatMap(Credentials::contents)
                .or(() -> Optional.ofNullable(values.get(name)).map(Settings.Secret::value))
                .orElseThrow(() -> new IllegalStateException(PREFIX + name + " was never read"));
    }

    /** Empty while the file is being replaced. */
    private static Optional<String> contents(Path file) {
        try {
            return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
