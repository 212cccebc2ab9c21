package io.lethe.kafka.registry;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/** The registry's settings by their names, which are Confluent's, with types, defaults and limits. */
final class RegistrySettings {

    static final String URL = Tls.PREFIX + "url";
    static final String CREDENTIALS_SOURCE = "basic.auth.credentials.source";
    static final String USER_INFO = "basic.auth.user.info";
    static final String AUTO_REGISTER = "auto.register.schemas";
    static final String CONNECT_TIMEOUT = "http.connect.timeout.ms";
    static final String READ_TIMEOUT = "http.read.timeout.ms";
    static final String RETRIES = "max.retries";
    static final String FIRST_PAUSE = "retries.wait.ms";
    static final String LONGEST_PAUSE = "retries.max.wait.ms";
    static final String TOTAL_TIMEOUT = "lethe.registry.timeout.ms";

    private static final ConfigDef DEFINITION = definition();

    private RegistrySettings() {}

    /**
     * Reads all settings; the default stands in for one that is wrong.
     *
     * @param problems gets all that is wrong with single settings, in the operator's words
     */
    static AbstractConfig read(Map<String, ?> configs, List<String> problems) {
        Map<String, String> given = ConfigDef.convertToStringMapWithPasswordValues(configs);
        given.values().removeIf(String::isBlank);
        List<ConfigValue> wrong = DEFINITION.validateAll(given).values().stream()
                .filter(value -> !value.errorMessages().isEmpty())
                .toList();
        for (ConfigValue value : wrong) {
            problems.addAll(value.errorMessages());
            given.remove(value.name());
        }
        return new AbstractConfig(DEFINITION, given, false);
    }

    /** The addresses; some may be empty, and say nothing. */
    static List<URI> urls(List<?> texts) {
        List<URI> urls = new ArrayList<>();
        for (Object text : texts) {
            if (!text.toString().isEmpty()) {
                urls.add(url(text.toString()));
            }
        }
        return urls;
    }

    private static URI url(String text) {
        try {
            URI url = URI.create(text);
            if (url.getHost() != null && List.of("http", "https", "mock").contains(url.getScheme())) {
                return url;
            }
        } catch (IllegalArgumentException notAUrl) {
            // Said below, with the same words, and without the address: it may hold a password.
        }
        throw new ConfigException(URL + ": each must be http://host[:port][/path] or https://…");
    }

    private static ConfigDef definition() {
        ConfigDef definition = new ConfigDef()
                .define(
                        URL,
                        Type.LIST,
                        List.of(),
                        (_, value) -> urls((List<?>) value),
                        Importance.HIGH,
                        "Addresses, asked in turn.")
                .define(
                        CREDENTIALS_SOURCE,
                        Type.STRING,
                        null,
                        RegistrySettings::knownSource,
                        Importance.MEDIUM,
                        "Where user and password are: USER_INFO or URL.")
                .define(USER_INFO, Type.PASSWORD, null, Importance.MEDIUM, "user:password")
                .define(
                        AUTO_REGISTER,
                        Type.BOOLEAN,
                        true,
                        Importance.MEDIUM,
                        "Whether a serializer registers its schema, or only looks it up.")
                .define(CONNECT_TIMEOUT, Type.INT, 2_000, atLeast(1), Importance.LOW, "For one connection.")
                .define(READ_TIMEOUT, Type.INT, 3_000, atLeast(1), Importance.LOW, "For one answer, body included.")
                .define(RETRIES, Type.INT, 5, atLeast(0), Importance.LOW, "Rounds over all addresses after the first.")
                .define(FIRST_PAUSE, Type.INT, 100, atLeast(1), Importance.LOW, "Between the first two rounds.")
                .define(LONGEST_PAUSE, Type.INT, 2_000, atLeast(1), Importance.LOW, "The pause grows no further.")
                .define(
                        TOTAL_TIMEOUT,
                        Type.INT,
                        8_000,
                        atLeast(1),
                        Importance.LOW,
                        "For one call with all its rounds.");
        definition.embed(Tls.PREFIX, "", 0, new ConfigDef().withClientSslSupport());
        return definition;
    }

    private static void knownSource(String name, @Nullable Object source) {
        if (source != null && !source.equals("USER_INFO") && !source.equals("URL")) {
            throw new ConfigException(name + ": must be USER_INFO or URL, not " + source);
        }
    }
}
