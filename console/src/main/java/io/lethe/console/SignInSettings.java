package io.lethe.console;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lethe.console.openid.OpenIdSettings;
import io.lethe.service.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How people come in through a provider of identities.
 *
 * @param roles what the groups of the provider may do here, by their names there
 * @param session how long somebody stays in, and so how long at most after they have lost a role there
 */
record SignInSettings(OpenIdSettings provider, Map<String, Set<ConsoleRole>> roles, Duration session) {

    private static final String ROLES = OpenIdSettings.PREFIX + "ROLES";
    private static final String SESSION = OpenIdSettings.PREFIX + "SESSION";
    private static final Duration SHORT = Duration.ofHours(1);
    private static final String NO_ROLES =
            "must be a JSON object of groups with their roles, such as {\"privacy-office\": [\"dpo\"]}";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Empty where nothing is said of a provider. */
    static Optional<SignInSettings> from(Settings settings, boolean secure) {
        // Each is asked for, so that those alone are unknown that nobody knows.
        boolean isAsked = Stream.of(
                                "ISSUER",
                                "CLIENT_ID",
                                "CLIENT_SECRET",
                                "CLIENT_SECRET_FILE",
                                "REDIRECT",
                                "SCOPES",
                                "ROLES_CLAIM",
                                "NAME_CLAIM",
                                "ROLES",
                                "SESSION")
                        .filter(key -> settings.optionalText(OpenIdSettings.PREFIX + key)
                                .isPresent())
                        .count()
                > 0;
        if (!isAsked) {
            return Optional.empty();
        }
        OpenIdSettings provider = OpenIdSettings.from(settings);
        if (secure && "http".equals(provider.redirect().getScheme())) {
            settings.problem(
                    OpenIdSettings.PREFIX
                            + "REDIRECT: must be https, or LETHE_CONSOLE_SECURE_COOKIE false: without TLS the cookie does not come back");
        }
        Duration session = settings.duration(SESSION, SHORT);
        settings.check(
                session.compareTo(Sessions.LENGTH) <= 0,
                SESSION,
                session,
                "must not be longer than " + Sessions.LENGTH);
        return Optional.of(new SignInSettings(provider, roles(settings), session));
    }

    private static Map<String, Set<ConsoleRole>> roles(Settings settings) {
        String text = settings.text(ROLES);
        if (text.isEmpty()) {
            return Map.of();
        }
        try {
            @Nullable Map<String, @Nullable List<ConsoleRole>> all = JSON.readValue(text, new TypeReference<>() {});
            if (all == null
                    || all.isEmpty()
                    || all.containsKey("")
                    || all.values().stream().anyMatch(SignInSettings::isNone)) {
                settings.problem(ROLES + ": " + NO_ROLES);
                return Map.of();
            }
            return all.entrySet().stream()
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, one -> Set.copyOf(one.getValue())));
        } catch (JsonProcessingException e) {
            settings.problem(ROLES + ": "
                    + (e.getCause() instanceof IllegalArgumentException cause ? cause.getMessage() : NO_ROLES));
            return Map.of();
        }
    }

    private static boolean isNone(@Nullable List<ConsoleRole> roles) {
        return roles == null || roles.isEmpty() || roles.contains(null);
    }

    /** What somebody of these groups may do. */
    Set<ConsoleRole> rolesOf(Set<String> groups) {
        return groups.stream()
                .flatMap(group -> roles.getOrDefault(group, Set.of()).stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
