package io.lethe.kafka.registry;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
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

    /**
     * Reads the settings.
     *
     * @throws ConfigException with all that is wrong, and no secret
     */
    public static RegistryConfig of(Map<String, ?> configs) {
        List<String> problems = new ArrayList<>();
        AbstractConfig settings = RegistrySettings.read(configs, problems);
        List<URI> urls = RegistrySettings.urls(settings.getList(RegistrySettings.URL));
        if (urls.isEmpty() && problems.stream().noneMatch(one -> one.startsWith(RegistrySettings.URL))) {
            problems.add(RegistrySettings.URL + ": is missing");
        }
        if (urls.size() > 1 && urls.stream().anyMatch(RegistryConfig::isMock)) {
            problems.add(RegistrySettings.URL + ": a mock registry stands alone");
        }
        String authorization = authorization(settings, urls, problems);
        SSLContext tls = Tls.context(settings, problems);
        if (!problems.isEmpty()) {
            throw new ConfigException(String.join("; ", problems));
        }
        return new RegistryConfig(
                urls.stream().map(RegistryConfig::withoutUserInfo).toList(),
                authorization,
                tls,
                settings.getBoolean(RegistrySettings.AUTO_REGISTER),
                millis(settings, RegistrySettings.CONNECT_TIMEOUT),
                millis(settings, RegistrySettings.READ_TIMEOUT),
                settings.getInt(RegistrySettings.RETRIES),
                millis(settings, RegistrySettings.FIRST_PAUSE),
                millis(settings, RegistrySettings.LONGEST_PAUSE),
                millis(settings, RegistrySettings.TOTAL_TIMEOUT));
    }

    private static Duration millis(AbstractConfig settings, String name) {
        return Duration.ofMillis(settings.getInt(name));
    }

    boolean inMemory() {
        return isMock(urls.getFirst());
    }

    private static boolean isMock(URI url) {
        return "mock".equals(url.getScheme());
    }

    private static @Nullable String authorization(AbstractConfig settings, List<URI> urls, List<String> problems) {
        @Nullable Password userInfo = settings.getPassword(RegistrySettings.USER_INFO);
        @Nullable String source = settings.getString(RegistrySettings.CREDENTIALS_SOURCE);
        if (source == null ? userInfo != null : source.equals("USER_INFO")) {
            if (userInfo == null || userInfo.value().indexOf(':') < 1) {
                problems.add(RegistrySettings.USER_INFO + ": must be user:password");
                return null;
            }
            return basic(userInfo.value());
        }
        List<String> inUrls = urls.stream()
                .map(URI::getUserInfo)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        if (inUrls.size() > 1) {
            problems.add(RegistrySettings.URL + ": all urls must have the same credentials");
        }
        return inUrls.isEmpty() ? null : basic(inUrls.getFirst());
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
