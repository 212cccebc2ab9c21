package io.lethe.policy;

import java.time.Period;
import java.util.Optional;
import java.util.Set;

/**
 * How an erasure is carried out.
 *
 * @param requiresVerifiedIdentity whether a request runs only for a proven identity (G3)
 * @param samePersonBy whose word that two contacts are the same person lets a request for the erasure of one reach the other (E9)
 * @param deadline from the order until an unanswered command is escalated (E3)
 * @param retry the waits between attempts
 * @param wave from how many erasures for silence on a person has to look first (R6); empty: none
 */
public record ErasurePolicy(
        boolean requiresVerifiedIdentity,
        Set<Witness> samePersonBy,
        Period deadline,
        Backoff retry,
        Optional<WaveLimits> wave) {

    public ErasurePolicy {
        samePersonBy = Set.copyOf(samePersonBy);
    }
}
