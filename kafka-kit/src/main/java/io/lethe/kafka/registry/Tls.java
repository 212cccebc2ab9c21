package io.lethe.kafka.registry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * The {@code schema.registry.ssl.*} settings as a context: a trust store and a key store, in every form that Kafka's own
 * clients take (docs/adr/0080). The registry's certificate always has to carry its host name.
 */
final class Tls {

    /** What stands before Kafka's own names of the settings. */
    static final String PREFIX = "schema.registry.";

    private static final String SSL = PREFIX + "ssl.";

    private Tls() {}

    /** The context that the settings describe; null when they say nothing and the JDK's own trust holds. */
    static @Nullable SSLContext context(AbstractConfig settings, List<String> problems) {
        List<String> given = settings.originals().keySet().stream()
                .filter(name -> name.startsWith(SSL))
                .sorted()
                .toList();
        if (given.isEmpty()) {
            return null;
        }
        try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
            factory.configure(inKafkasNames(settings));
            return factory.sslContext();
        } catch (KafkaException unusable) {
            // The names alone: some values are passwords and keys.
            problems.add(String.join(", ", given) + ": cannot be used: " + withCause(unusable));
            return null;
        }
    }

    private static Map<String, Object> inKafkasNames(AbstractConfig settings) {
        Map<String, Object> ssl = new HashMap<>();
        settings.values().forEach((name, value) -> {
            if (name.startsWith(SSL)) {
                ssl.put(name.substring(PREFIX.length()), value);
            }
        });
        return ssl;
    }

    private static String withCause(KafkaException unusable) {
        return unusable.getCause() == null
                ? String.valueOf(unusable.getMessage())
                : unusable.getMessage() + " (" + unusable.getCause().getMessage() + ")";
    }
}
