package io.lethe.connectors.opendsr;

import io.lethe.connectors.http.Credentials;
import io.lethe.connectors.work.Deletion;
import io.lethe.opendsr.SampleKeys;
import io.lethe.policy.dispatch.OpenDsrProcessor;
import io.lethe.policy.dispatch.Template;
import io.lethe.service.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Processors and commands to be tried. */
public final class Samples {

    public static final String COMMAND = "s".repeat(43) + "." + "o".repeat(12) + ".crm";
    public static final String REQUEST = RequestId.of(COMMAND);
    public static final CallbackAddress CALLBACKS = new CallbackAddress("https://lethe.example.org");

    static final String ADDRESS = "ada+\"o'x\"@example.org";

    private Samples() {}

    static OpenDsrProcessor processor(String url, Duration timeout, Optional<String> certificate) {
        return new OpenDsrProcessor(
                url,
                SampleKeys.DOMAIN,
                certificate,
                OpenDsrProcessor.USUAL_IDENTITIES,
                Map.of("Authorization", Template.of("Bearer ${secret:TOKEN}")),
                timeout);
    }

    static OpenDsrConnector connector(OpenDsrProcessor processor) {
        Credentials credentials = Settings.read(
                Map.of("LETHE_SECRET_TOKEN", "t0ken"), settings -> Credentials.from(settings, Set.of("TOKEN")));
        return new OpenDsrConnector(
                processor, credentials, SampleKeys.authorities(), Optional.of(CALLBACKS), InstantSource.system());
    }

    /** For a processor that nobody calls, but which calls back. */
    public static OpenDsrConnector calledBack(String certificateFile) {
        return connector(processor("http://127.0.0.1:1/v2", Duration.ofSeconds(1), Optional.of(certificateFile)));
    }

    static Deletion deletion(int attempt) {
        return of("email", attempt);
    }

    static Deletion of(String type, int attempt) {
        return new Deletion(
                COMMAND,
                "s".repeat(43),
                Map.of(type, List.of(ADDRESS)),
                Instant.parse("2026-01-05T08:00:00Z"),
                attempt);
    }
}
