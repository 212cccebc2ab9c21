package io.lethe.ingest;

import io.lethe.identity.IdentifierSeal;
import io.lethe.identity.SubjectIds;
import io.lethe.ingest.code.CodePost;
import io.lethe.ingest.code.CodeSender;
import io.lethe.ingest.guard.FrontEndRates;
import io.lethe.kafka.KafkaConfig;
import io.lethe.opendsr.CallbackHosts;
import io.lethe.opendsr.ProcessorKey;
import io.lethe.policy.Policy;
import io.lethe.policy.file.PolicyFile;
import io.lethe.service.AccessKeys.Role;
import io.lethe.service.HttpSettings;
import io.lethe.service.SandboxClock;
import io.lethe.service.Settings;
import io.lethe.service.keys.FrontEndKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * All that the front door is told from outside.
 *
 * @param frontEnds the keys of front-ends; empty where they have none of their own
 * @param rates how much front-ends may send
 * @param earliest before this no event is taken
 * @param patience until when Kafka has to acknowledge
 * @param maxInFlight requests that may wait for Kafka at one time
 * @param linkFormer whether a subject is linked to the one that its identifier was before docs/adr/0092
 * @param processor how we are a processor of other controllers (OpenDSR); empty where we are none
 * @param callbackHosts where they may be called back
 * @param codes by whom one-time codes are sent
 * @param demoKey the write key that the demo page uses; empty where there is no such page
 */
record IngestSettings(
        HttpSettings http,
        KafkaConfig kafka,
        Policy policy,
        SubjectIds subjectIds,
        IdentifierSeal seal,
        Optional<Path> keysFile,
        Optional<FrontEnds> frontEnds,
        FrontEndRates rates,
        InstantSource clock,
        Instant earliest,
        Duration patience,
        int maxInFlight,
        boolean linkFormer,
        Optional<OpenDsrDoor.Processor> processor,
        CallbackHosts callbackHosts,
        CodePost codes,
        Optional<Settings.Secret> demoKey) {

    /** The day on which the GDPR began to apply (art. 99(2)). */
    private static final Instant GDPR = Instant.parse("2018-05-25T00:00:00Z");

    private static final String FRONT_END_KEYS = "LETHE_FRONT_END_KEYS_FILE";
    private static final Pattern CONTROLLER = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "localhost");
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(1);
    private static final Duration MOST_PATIENCE = Duration.ofMillis(9_500);

    /** Keys of front-ends, as the file said at the start; it is followed. */
    record FrontEnds(Path file, FrontEndKeys keys) {}

    static IngestSettings from(Map<String, String> environment) {
        return Settings.read(environment, IngestSettings::from);
    }

    private static IngestSettings from(Settings settings) {
        Optional<FrontEnds> frontEnds = settings.fromFile(
                        FRONT_END_KEYS,
                        file -> Optional.of(new FrontEnds(file, FrontEndKeys.load(file))),
                        Optional::<FrontEnds>empty)
                .flatMap(Function.identity());
        HttpSettings http = HttpSettings.from(
                settings,
                8080,
                List.of(Role.values()),
                settings.optionalText(FRONT_END_KEYS).isPresent() ? Set.of(Role.WRITE) : Set.of());
        KafkaConfig kafka = KafkaConfig.from(settings);
        Optional<Policy> policy = settings.fromFile("LETHE_POLICY_FILE", PolicyFile::load, PolicyFile::builtIn);
        Optional<SubjectIds> subjectIds = settings.fromSecret(
                "LETHE_SUBJECT_PEPPER", pepper -> new SubjectIds(pepper.getBytes(StandardCharsets.UTF_8)));
        Optional<IdentifierSeal> seal = settings.fromSecret("LETHE_IDENTIFIER_KEYS", IdentifierSeal::new);
        InstantSource clock = SandboxClock.of(settings.optionalFile("LETHE_CLOCK_FILE"));
        Instant earliest = settings.parsed(
                "LETHE_EARLIEST_EVENT", GDPR, Instant::parse, "an instant such as 2018-05-25T00:00:00Z");
        Duration patience = settings.duration("LETHE_PUBLISH_TIMEOUT", Duration.ofSeconds(7));
        settings.check(
                patience.compareTo(LEAST_PATIENCE) >= 0 && patience.compareTo(MOST_PATIENCE) <= 0,
                "LETHE_PUBLISH_TIMEOUT",
                patience,
                "must be between " + LEAST_PATIENCE + " and " + MOST_PATIENCE);
        int maxInFlight = settings.integer("LETHE_MAX_IN_FLIGHT", 5_000, 1, 100_000);
        return new IngestSettings(
                http,
                kafka,
                policy.orElseThrow(),
                subjectIds.orElseThrow(),
                seal.orElseThrow(),
                settings.optionalFile("LETHE_IDENTIFIER_KEYS_FILE"),
                frontEnds,
                FrontEndRates.from(settings),
                clock,
                earliest,
                patience,
                maxInFlight,
                settings.flag("LETHE_LINK_FORMER_IDS", false),
                processor(settings),
                CallbackHosts.of(settings.text("LETHE_OPENDSR_CALLBACK_HOSTS", "")),
                codes(settings, clock),
                demoKey(settings, http));
    }

    private static CodePost codes(Settings settings, InstantSource clock) {
        Optional<Path> folder = settings.optionalText("LETHE_CODE_FOLDER").map(Path::of);
        Optional<String> name = settings.optionalText("LETHE_CODE_SENDER");
        if (name.isEmpty()) {
            return CodePost.none();
        }
        try {
            return CodePost.by(name.get(), new CodeSender.Surroundings(folder, clock));
        } catch (IllegalArgumentException e) {
            settings.problem("LETHE_CODE_SENDER: '" + name.get() + "' " + e.getMessage());
            return CodePost.none();
        }
    }

    /** The page gives its key to whoever can call it, so it is for one's own machine. */
    private static Optional<Settings.Secret> demoKey(Settings settings, HttpSettings http) {
        if (!settings.flag("LETHE_DEMO_PAGE", false)) {
            return Optional.empty();
        }
        settings.check(
                LOOPBACK.contains(http.host()),
                "LETHE_DEMO_PAGE",
                true,
                "is for a service that listens on loopback only (LETHE_BIND)");
        return settings.fromSecret(Role.WRITE.setting(), Settings.Secret::new);
    }

    private static Optional<OpenDsrDoor.Processor> processor(Settings settings) {
        String controllerId = settings.text("LETHE_OPENDSR_CONTROLLER", "controller");
        settings.check(
                CONTROLLER.matcher(controllerId).matches(),
                "LETHE_OPENDSR_CONTROLLER",
                controllerId,
                "must be an id: at most 100 letters, digits, and . _ -");
        Optional<String> url = settings.optionalText("LETHE_OPENDSR_URL");
        return ProcessorKey.from(settings)
                .map(key -> new OpenDsrDoor.Processor(
                        key, controllerId, url.orElse("https://" + key.domain() + OpenDsrDoor.BASE)));
    }
}
