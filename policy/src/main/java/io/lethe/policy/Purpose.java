package io.lethe.policy;

import java.time.Period;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One reason for which data are processed.
 *
 * @param validity how long a choice lasts from the first deposit (C4); empty: until it is changed
 * @param changes when it became another one, oldest first
 * @param dataCategories ids of the categories of data it needs
 * @param place where the policy file lists it
 */
public record Purpose(
        String id,
        String name,
        Scope scope,
        LegalBasis basis,
        Optional<Period> validity,
        List<MaterialChange> changes,
        List<String> dataCategories,
        Place place) {

    public Purpose {
        changes = changes.stream()
                .sorted(Comparator.comparing(MaterialChange::on))
                .toList();
        dataCategories = List.copyOf(dataCategories);
    }

    /** A purpose that stands in no file. */
    public Purpose(
            String id,
            String name,
            Scope scope,
            LegalBasis basis,
            Optional<Period> validity,
            List<String> dataCategories) {
        this(id, name, scope, basis, validity, List.of(), dataCategories, Place.START);
    }

    /** Whether a subject can say this about the purpose (C1). */
    public boolean offers(Verb verb) {
        return basis.verbs().contains(verb);
    }
}
