package io.lethe.retention;

import io.lethe.identity.SubjectIds;
import io.lethe.policy.Policy;
import io.lethe.policy.file.PolicyFile;
import io.lethe.schemas.topics.Party;
import io.lethe.service.AccessKeys.Role;
import io.lethe.service.HttpSettings;
import io.lethe.service.SandboxClock;
import io.lethe.service.Settings;
import io.lethe.streams.StreamsSettings;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that the retention stream is told from outside. */
public record RetentionSettings(
        HttpSettings http, StreamsSettings streams, Policy policy, SubjectIds subjectIds, InstantSource clock) {

    private static final int PORT = 8082;

    /**
     * @throws io.lethe.service.ConfigurationException with all that is wrong
     */
    public static RetentionSettings from(Map<String, String> environment) {
        return Settings.read(environment, RetentionSettings::from);
    }

    private static RetentionSettings from(Settings settings) {
        HttpSettings http = HttpSettings.from(settings, PORT, List.of(Role.OPERATOR));
        StreamsSettings streams = StreamsSettings.from(settings, Party.RETENTION_STREAM);
        Optional<Policy> policy = settings.fromFile("LETHE_POLICY_FILE", PolicyFile::load, PolicyFile::builtIn);
        Optional<SubjectIds> subjectIds = settings.fromSecret(
                "LETHE_SUBJECT_PEPPER", pepper -> new SubjectIds(pepper.getBytes(StandardCharsets.UTF_8)));
        InstantSource clock = SandboxClock.of(settings.optionalFile("LETHE_CLOCK_FILE"));
        return new RetentionSettings(http, streams, policy.orElseThrow(), subjectIds.orElseThrow(), clock);
    }
}
