package io.lethe.policy;

import java.util.List;
import java.util.Optional;

/**
 * A kind of personal data.
 *
 * @param examples what belongs to it
 * @param retention which of the policy's rules says how long it is kept; empty: none does
 * @param place where the policy file lists it
 */
public record DataCategory(
        String id, String name, List<String> examples, Optional<RetentionRule> retention, Place place) {

    public DataCategory {
        examples = List.copyOf(examples);
    }
}
