package io.lethe.kafka.registry;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the registry, in Confluent's setting names.
 *
 * @param urls asked in turn, without credentials in them
 * @param authorization the header to send; null for none
 * @param tls the stores for {@code https}; null for the JDK's own trust
 * @param autoRegister whether a serializer registers its schema, or only looks it up
 * @param connectTimeout for one connection
 * @param readTimeout for one answer, body included
 * @param retries rounds over all urls after the first
 * @param firstPause between the first two rounds; doubles from there
 * @param longestPause the pause grows no further than this
 * @param totalTimeout for one call with all its rounds; shorter than a transaction of Kafka Streams may stay open (10 s)
 */
public record RegistryConfig(
        List<URI> urls,
        @Nullable String authorization,
        @Nullable SSLContext tls,
        boolean autoRegister,
        Duration connectTimeout,
        Duration readTimeout,
        int retries,
        Duration firstPause,
        Duration longestPause,
        Duration totalTimeout) {

    public static RegistryConfig of(Map<String, ?> configs) {
        Settings settings = new Settings(configs);
        List<URI> given = settings.uris("schema.registry.url");
        RegistryConfig config = new RegistryConfig(
                given.stream().map(RegistryConfig::withoutUserInfo).toList(),
                authorization(settings, given),
                Tls.context(settings),
                settings.flag("auto.register.schemas", true),
                settings.millis("http.connect.timeout.ms", 2_000),
                settings.millis("http.read.timeout.ms", 3_000),
                settings.count("max.retries", 5),
                settings.millis("retries.wait.ms", 100),
                settings.millis("retries.max.wait.ms", 2_000),
                settings.millis("lethe.registry.timeout.ms", 8_000));
        if (config.urls.size() > 1 && config.urls.stream().anyMatch(RegistryConfig::isMock)) {
            settings.problem("schema.registry.url", "a mock registry stands alone");
        }
        settings.throwIfAny();
        return config;
    }

    boolean inMemory() {
        return isMock(urls.getFirst());
    }

    private static boolean isMock(URI url) {
        return "mock".equals(url.getScheme());
    }

    private static @Nullable String authorization(Settings settings, List<URI> urls) {
        String source = settings.text("basic.auth.credentials.source");
        String userInfo = settings.text("basic.auth.user.info");
        if (source == null) {
            source = userInfo == null ? "URL" : "USER_INFO";
        }
        return switch (source) {
            case "USER_INFO" -> {
                if (userInfo == null || userInfo.indexOf(':') < 1) {
                    settings.problem("basic.auth.user.info", "must be user:password");
                    yield null;
                }
                yield basic(userInfo);
            }
            case "URL" -> {
                List<String> inUrls = urls.stream()
                        .map(URI::getUserInfo)
                        .filter(info -> info != null)
                        .distinct()
                        .toList();
                if (inUrls.size() > 1) {
                    settings.problem("schema.registry.url", "all urls must have the same credentials");
                }
                yield inUrls.isEmpty() ? null : basic(inUrls.getFirst());
            }
            default -> {
                settings.problem("basic.auth.credentials.source", "must be USER_INFO or URL, not " + source);
                yield null;
            }
        };
    }

    private static String basic(String userInfo) {
        return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    }

    private static URI withoutUserInfo(URI url) {
        String path = url.getRawPath() == null ? "" : url.getRawPath().replaceFirst("/+$", "");
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return isMock(url) ? url : URI.create(url.getScheme() + "://" + url.getHost() + port + path);
    }

    @Override
    public String toString() {
        return "RegistryConfig[urls=" + urls + ", authorization=" + (authorization == null ? "none" : "***") + "]";
    }
}
