package io.lethe.policy;

import java.time.Period;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * How long data are kept (R1, R2).
 *
 * @param period of a person, from the last interaction of a kind that counts
 * @param devices of a device, from its last sign of life
 * @param interactionKinds the kinds that count, in the policy's order
 * @param grace from the lapse to the erasure order; an interaction inside it revives
 * @param proof how long pseudonymous proof of consent and erasure outlives the data (GDPR art. 7(1), 17(3)(e))
 */
public record RetentionPolicy(Period period, Period devices, Set<String> interactionKinds, Period grace, Period proof) {

    public RetentionPolicy {
        interactionKinds = Collections.unmodifiableSet(new LinkedHashSet<>(interactionKinds));
    }
}
