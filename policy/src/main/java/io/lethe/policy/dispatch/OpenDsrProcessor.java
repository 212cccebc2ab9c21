package io.lethe.policy.dispatch;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The system is a processor that speaks OpenDSR 2.0: it is sent a request, and tells later what came of it.
 *
 * @param url what its paths begin with, such as {@code https://opendsr.example.org/v2}
 * @param domain whose signature its answers have to bear
 * @param certificate a file or an address that holds its certificate; empty where the processor itself is to say where it is
 * @param identities the processor's types of identity by our kinds of identifier
 * @param headers by their names; they hold credentials, and no value of a command
 * @param timeout until when a call has to be answered
 */
public record OpenDsrProcessor(
        String url,
        String domain,
        Optional<String> certificate,
        Map<String, String> identities,
        Map<String, Template> headers,
        Duration timeout)
        implements Dispatch {

    /** What the specification has a type for. A visitor id needs one that the processor knows. */
    public static final Map<String, String> USUAL_IDENTITIES =
            Map.of("email", "email", "customerId", "controller_customer_id");

    public OpenDsrProcessor {
        identities = Map.copyOf(new LinkedHashMap<>(identities));
        headers = Map.copyOf(headers);
    }

    @Override
    public Set<String> secrets() {
        Set<String> names = new TreeSet<>();
        headers.values().forEach(template -> names.addAll(template.secrets()));
        return names;
    }
}
