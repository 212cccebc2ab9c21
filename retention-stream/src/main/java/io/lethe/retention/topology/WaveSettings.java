package io.lethe.retention.topology;

import io.lethe.policy.Policy;
import io.lethe.policy.WaveLimits;
import java.util.Optional;

/**
 * What the breaker goes by (R6).
 *
 * @param limits of the whole pipeline; empty: every wave goes through
 * @param partitions over which they are spread
 */
record WaveSettings(Optional<WaveLimits> limits, int partitions, String policyVersion) {

    static WaveSettings of(Policy policy, int partitions) {
        return new WaveSettings(policy.erasure().wave(), partitions, policy.version());
    }
}
