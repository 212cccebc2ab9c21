package io.lethe.certificate;

import java.util.List;

/**
 * What came of verifying.
 *
 * @param certificates how many were looked at, whether sound or not
 */
public record Verification(List<Chain> chains, long certificates, List<ChainFinding> findings) {

    public Verification {
        chains = List.copyOf(chains);
        findings = List.copyOf(findings);
    }

    /**
     * One chain, by its sound certificates.
     *
     * @param first the smallest number; 0 where none is sound
     * @param head to be noted, so that a chain cut off before it is found
     */
    public record Chain(long certificates, long first, ChainHead head) {}
}
