package io.lethe.erasure;

import io.lethe.identity.IdentifierSeal;
import io.lethe.policy.Policy;
import io.lethe.policy.PolicyException;
import io.lethe.policy.PolicyFile;
import io.lethe.schemas.Party;
import io.lethe.service.AccessKeys.Role;
import io.lethe.service.HttpSettings;
import io.lethe.service.SandboxClock;
import io.lethe.service.Settings;
import io.lethe.streams.StreamsSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that the erasure worker is told from outside. */
record WorkerSettings(
        HttpSettings http, StreamsSettings streams, Policy policy, IdentifierSeal seal, InstantSource clock) {

    private static final int PORT = 8083;

    /**
     * @throws io.lethe.service.ConfigurationException with all that is wrong
     */
    static WorkerSettings from(Map<String, String> environment) {
        return Settings.read(environment, WorkerSettings::from);
    }

    private static WorkerSettings from(Settings settings) {
        HttpSettings http = HttpSettings.from(settings, PORT, List.of(Role.OPERATOR));
        StreamsSettings streams = StreamsSettings.from(settings, Party.ERASURE_WORKER);
        Optional<Policy> policy = policy(settings);
        Optional<IdentifierSeal> seal = seal(settings);
        InstantSource clock = SandboxClock.of(settings.optionalFile("LETHE_CLOCK_FILE"));
        return new WorkerSettings(http, streams, policy.orElseThrow(), seal.orElseThrow(), clock);
    }

    private static Optional<Policy> policy(Settings settings) {
        Optional<Path> file = settings.optionalFile("LETHE_POLICY_FILE");
        try {
            return Optional.of(file.isPresent() ? PolicyFile.load(file.get()) : PolicyFile.builtIn());
        } catch (PolicyException e) {
            e.problems().forEach(problem -> settings.problem("LETHE_POLICY_FILE: " + problem));
            return Optional.empty();
        }
    }

    private static Optional<IdentifierSeal> seal(Settings settings) {
        Optional<Settings.Secret> keys = settings.secret("LETHE_IDENTIFIER_KEYS");
        if (keys.isEmpty()) {
            settings.problem("LETHE_IDENTIFIER_KEYS: is missing and has no default "
                    + "(LETHE_IDENTIFIER_KEYS_FILE reads it from a file)");
        }
        try {
            return keys.map(secret -> new IdentifierSeal(secret.value()));
        } catch (IllegalArgumentException e) {
            // It says what is wrong without repeating the secret.
            settings.problem("LETHE_IDENTIFIER_KEYS: " + e.getMessage());
            return Optional.empty();
        }
    }
}
