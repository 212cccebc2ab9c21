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
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The credentials that the policy names. One from a file is read again for each call: whoever renews it (an access token of
 * an hour, say) has only to write the file.
 */
public final class Credentials {

    private static final Logger LOG = LoggerFactory.getLogger(Credentials.class);
    private static final String PREFIX = "LETHE_SECRET_";

    private final Map<String, Settings.Secret> values;
    private final Map<String, Path> files;
    private final Set<String> missing = ConcurrentHashMap.newKeySet();

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
                .flatMap(file -> contents(name, file))
                .or(() -> Optional.ofNullable(values.get(name)).map(Settings.Secret::value))
                .orElseThrow(() -> new IllegalStateException(PREFIX + name + " was never read"));
    }

    /** Empty while the file is being replaced, or gone: then the value of the start is used, and that is told. */
    private Optional<String> contents(String name, Path file) {
        Optional<String> read = read(file);
        if (read.isPresent()) {
            missing.remove(name);
        } else if (missing.add(name)) {
            LOG.warn("{}{}_FILE cannot be read; the value that it had at the start is used", PREFIX, name);
        }
        return read;
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** How many files could not be read when they were last looked at. */
    public int missing() {
        return missing.size();
    }
}
