package io.lethe.policy.dispatch;

import java.time.Duration;
import java.util.Set;

/** How commands reach a recipient system. */
public sealed interface Dispatch permits Dispatch.OwnClient, HttpTemplate, OpenDsrProcessor {

    Duration USUAL_TIMEOUT = Duration.ofSeconds(10);

    /** A client of its own reads its topic; so also where the policy says nothing. */
    record OwnClient() implements Dispatch {

        @Override
        public Set<String> secrets() {
            return Set.of();
        }
    }

    Dispatch OWN_CLIENT = new OwnClient();

    /** The names of the credentials that it takes. */
    Set<String> secrets();

    /** Whether {@code recipient-connectors} has to read the system's topic for it. */
    default boolean isConnected() {
        return !(this instanceof OwnClient);
    }
}
