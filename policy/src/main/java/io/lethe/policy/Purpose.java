package io.lethe.policy;

import java.time.Period;
import java.util.List;
import java.util.Optional;

/**
 * One reason for which data are processed.
 *
 * @param validity how long a choice lasts from the first deposit (C4); empty: until it is changed
 * @param dataCategories ids of the categories of data it needs
 */
public record Purpose(
        String id, String name, Scope scope, LegalBasis basis, Optional<Period> validity, List<String> dataCategories) {

    public Purpose {
        dataCategories = List.copyOf(dataCategories);
    }

    /** Whether a subject can say this about the purpose (C1). */
    public boolean offers(Verb verb) {
        return basis.verbs().contains(verb);
    }
}
