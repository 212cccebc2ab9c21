package io.lethe.policy;

import java.time.LocalDate;
import java.util.Set;

/**
 * A purpose became another one: what people agreed to before is not what is done since, so that a consent given under an older
 * version of the policy no longer holds (art. 4(11) and 7(2) GDPR: consent is specific and informed).
 *
 * @param on the first day of the changed purpose, in the policy's time zone
 * @param endsConsentsOf the versions of the policy whose consents end on that day
 */
public record MaterialChange(LocalDate on, Set<String> endsConsentsOf) {

    public MaterialChange {
        endsConsentsOf = Set.copyOf(endsConsentsOf);
    }
}
