package io.lethe.connectors;

import io.lethe.connectors.http.Credentials;
import io.lethe.connectors.opendsr.CallbackAddress;
import io.lethe.connectors.work.SystemWorker;
import io.lethe.kafka.KafkaConfig;
import io.lethe.opendsr.CallbackHosts;
import io.lethe.opendsr.ProcessorKey;
import io.lethe.policy.Backoff;
import io.lethe.policy.Policy;
import io.lethe.policy.file.PolicyFile;
import io.lethe.service.HttpSettings;
import io.lethe.service.SandboxClock;
import io.lethe.service.Settings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * All that the connectors are told from outside.
 *
 * @param callbacks where processors reach this service; empty where they cannot
 * @param processor what is signed with where we are a processor ourselves; empty where we are none
 * @param callbackHosts where controllers may be called back
 */
record ConnectorSettings(
        HttpSettings http,
        KafkaConfig kafka,
        Policy policy,
        Credentials credentials,
        InstantSource clock,
        SystemWorker.Limits limits,
        Optional<CallbackAddress> callbacks,
        Optional<ProcessorKey> processor,
        CallbackHosts callbackHosts) {

    /** A topic of commands keeps a record for this part of the forgetting window. */
    private static final int LIFE_OF_THE_WINDOW = 2;

    /** In clear on this machine alone. */
    private static final Pattern ADDRESS = Pattern.compile(
            "(https://[A-Za-z0-9.-]+|http://(localhost|127\\.0\\.0\\.1))(:\\d{1,5})?(/[A-Za-z0-9._~/-]*[A-Za-z0-9._~-])?");

    static ConnectorSettings from(Map<String, String> environment) {
        return Settings.read(environment, ConnectorSettings::from);
    }

    private static ConnectorSettings from(Settings settings) {
        HttpSettings http = HttpSettings.from(settings, 8085, List.of());
        KafkaConfig kafka = KafkaConfig.from(settings);
        Optional<Policy> policy = settings.fromFile("LETHE_POLICY_FILE", PolicyFile::load, PolicyFile::builtIn);
        Set<String> secrets = policy.stream()
                .flatMap(one -> one.connectedRecipients().stream())
                .flatMap(system -> system.dispatch().secrets().stream())
                .collect(Collectors.toSet());
        Credentials credentials = Credentials.from(settings, secrets);
        InstantSource clock = SandboxClock.of(settings.optionalFile("LETHE_CLOCK_FILE"));
        int inFlight = settings.integer("LETHE_MAX_IN_FLIGHT", 8, 1, 1_000);
        int attempts = settings.integer("LETHE_ATTEMPTS", 5, 1, 100);
        Duration first = settings.duration("LETHE_RETRY_FIRST", Duration.ofSeconds(1));
        Duration longest = settings.duration("LETHE_RETRY_LONGEST", Duration.ofMinutes(1));
        settings.check(
                longest.compareTo(first) >= 0,
                "LETHE_RETRY_LONGEST",
                longest,
                "must not be shorter than LETHE_RETRY_FIRST");
        return new ConnectorSettings(
                http,
                kafka,
                policy.orElseThrow(),
                credentials,
                clock,
                new SystemWorker.Limits(
                        inFlight,
                        attempts,
                        new Backoff(first, 2, longest),
                        kafka.window().length().dividedBy(LIFE_OF_THE_WINDOW)),
                callbacks(settings),
                ProcessorKey.from(settings),
                CallbackHosts.of(settings.text("LETHE_OPENDSR_CALLBACK_HOSTS", "")));
    }

    private static Optional<CallbackAddress> callbacks(Settings settings) {
        Optional<String> base = settings.optionalText("LETHE_CALLBACK_URL");
        base.ifPresent(given -> settings.check(
                ADDRESS.matcher(given).matches(),
                "LETHE_CALLBACK_URL",
                given,
                "is not where processors reach this service: https, no query, no slash at its end"));
        return base.map(CallbackAddress::new);
    }
}
