package io.lethe.console;

import io.lethe.kafka.KafkaConfig;
import io.lethe.service.AccessKeys.Role;
import io.lethe.service.HttpSettings;
import io.lethe.service.Settings;
import io.lethe.service.Settings.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * All that the console is told from outside.
 *
 * @param kafka where the audit trail goes
 * @param services where they are, by name, in the order in which data flows through them
 * @param operatorKey what the services want to see before they do what somebody has asked for here
 * @param usersFile who may come in; followed
 * @param signIn whom to ask who somebody is, where a provider of identities knows that
 * @param secure whether the session's cookie goes over TLS alone
 */
record ConsoleSettings(
        HttpSettings http,
        KafkaConfig kafka,
        Map<String, URI> services,
        Path usersFile,
        Secret operatorKey,
        ConsoleUsers users,
        Sessions sessions,
        Optional<SignInSettings> signIn,
        boolean secure) {

    static final String INGEST = "consent-ingest";
    static final String RETENTION = "retention-stream";
    static final String WORKER = "erasure-worker";

    private static final String USERS = "LETHE_CONSOLE_USERS_FILE";
    private static final ConsoleUsers NOBODY = ConsoleUsers.read("[]");

    URI service(String name) {
        return Objects.requireNonNull(services.get(name));
    }

    static ConsoleSettings from(Map<String, String> environment) {
        return Settings.read(environment, ConsoleSettings::from);
    }

    private static ConsoleSettings from(Settings settings) {
        HttpSettings http = HttpSettings.from(settings, 8084, List.of());
        Map<String, URI> services = new LinkedHashMap<>();
        services.put(INGEST, settings.uri("LETHE_INGEST_URL"));
        services.put(RETENTION, settings.uri("LETHE_RETENTION_URL"));
        services.put(WORKER, settings.uri("LETHE_WORKER_URL"));
        if (settings.optionalText("LETHE_CONNECTORS_URL").isPresent()) {
            services.put("recipient-connectors", settings.uri("LETHE_CONNECTORS_URL"));
        }
        Path usersFile = settings.file(USERS);
        Optional<ConsoleUsers> users = settings.fromFile(USERS, ConsoleUsers::load, () -> NOBODY);
        Optional<Secret> operatorKey = settings.fromSecret(Role.OPERATOR.setting(), Secret::new);
        Optional<Sessions> sessions = settings.fromSecret("LETHE_CONSOLE_SESSION_KEY", Sessions::new);
        boolean secure = settings.flag("LETHE_CONSOLE_SECURE_COOKIE", !http.isLoopback());
        Optional<SignInSettings> signIn = SignInSettings.from(settings, secure);
        KafkaConfig kafka = KafkaConfig.from(settings);
        return new ConsoleSettings(
                http,
                kafka,
                services,
                usersFile,
                operatorKey.orElseThrow(),
                users.orElse(NOBODY),
                sessions.orElseThrow(),
                signIn,
                secure);
    }
}
