package io.lethe.retention;

import io.lethe.identity.SubjectIds;
import io.lethe.policy.Policy;
import io.lethe.policy.PolicyException;
import io.lethe.policy.PolicyFile;
import io.lethe.schemas.Party;
import io.lethe.service.AccessKeys.Role;
import io.lethe.service.HttpSettings;
import io.lethe.service.SandboxClock;
import io.lethe.service.Settings;
import io.lethe.streams.StreamsSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that the retention stream is told from outside. */
record RetentionSettings(
        HttpSettings http, StreamsSettings streams, Policy policy, SubjectIds subjectIds, InstantSource clock) {

    private static final int PORT = 8082;

    /**
     * @throws io.lethe.service.ConfigurationException with all that is wrong
     */
    static RetentionSettings from(Map<String, String> environment) {
        return Settings.read(environment, RetentionSettings::from);
    }

    private static RetentionSettings from(Settings settings) {
        HttpSettings http = HttpSettings.from(settings, PORT, List.of(Role.OPERATOR));
        StreamsSettings streams = StreamsSettings.from(settings, Party.RETENTION_STREAM);
        Optional<Policy> policy = policy(settings);
        Optional<SubjectIds> subjectIds = subjectIds(settings);
        InstantSource clock = SandboxClock.of(settings.optionalFile("LETHE_CLOCK_FILE"));
        return new RetentionSettings(http, streams, policy.orElseThrow(), subjectIds.orElseThrow(), clock);
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

    private static Optional<SubjectIds> subjectIds(Settings settings) {
        Optional<Settings.Secret> pepper = settings.secret("LETHE_SUBJECT_PEPPER");
        if (pepper.isEmpty()) {
            settings.problem(
                    "LETHE_SUBJECT_PEPPER: is missing and has no default (LETHE_SUBJECT_PEPPER_FILE reads it from a file)");
        }
        try {
            return pepper.map(secret -> new SubjectIds(secret.value().getBytes(StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            settings.problem("LETHE_SUBJECT_PEPPER: " + e.getMessage());
            return Optional.empty();
        }
    }
}
