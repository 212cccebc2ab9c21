package io.lethe.erasure;

import io.lethe.certificate.CertificateSigner;
import io.lethe.identity.IdentifierSeal;
import io.lethe.policy.Policy;
import io.lethe.policy.file.PolicyFile;
import io.lethe.schemas.topics.Party;
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
public record WorkerSettings(
        HttpSettings http,
        StreamsSettings streams,
        Policy policy,
        IdentifierSeal seal,
        Optional<Path> keysFile,
        CertificateSigner signer,
        InstantSource clock) {

    private static final int PORT = 8083;

    /**
     * @throws io.lethe.service.ConfigurationException with all that is wrong
     */
    public static WorkerSettings from(Map<String, String> environment) {
        return Settings.read(environment, WorkerSettings::from);
    }

    private static WorkerSettings from(Settings settings) {
        HttpSettings http = HttpSettings.from(settings, PORT, List.of(Role.OPERATOR));
        StreamsSettings streams = StreamsSettings.from(settings, Party.ERASURE_WORKER);
        Optional<Policy> policy = settings.fromFile("LETHE_POLICY_FILE", PolicyFile::load, PolicyFile::builtIn);
        Optional<IdentifierSeal> seal = settings.fromSecret("LETHE_IDENTIFIER_KEYS", IdentifierSeal::new);
        Optional<CertificateSigner> signer = settings.fromSecret("LETHE_CERTIFICATE_KEY", CertificateSigner::new);
        InstantSource clock = SandboxClock.of(settings.optionalFile("LETHE_CLOCK_FILE"));
        return new WorkerSettings(
                http,
                streams,
                policy.orElseThrow(),
                seal.orElseThrow(),
                settings.optionalFile("LETHE_IDENTIFIER_KEYS_FILE"),
                signer.orElseThrow(),
                clock);
    }
}
