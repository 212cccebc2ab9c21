package io.lethe.erasure.ledger;

import io.lethe.policy.IdentifierKind;
import java.util.Set;

/** A device or a person. */
public enum SubjectKind {
    /** One that a newer writer knows and this service does not. */
    UNRECOGNISED(Set.of(IdentifierKind.values())),
    VISITOR(Set.of(IdentifierKind.VISITOR_ID)),
    CONTACT(Set.of(IdentifierKind.EMAIL, IdentifierKind.CUSTOMER_ID));

    private final Set<IdentifierKind> identifiers;

    SubjectKind(Set<IdentifierKind> identifiers) {
        this.identifiers = identifiers;
    }

    /** What such a subject can be known by. */
    Set<IdentifierKind> identifiers() {
        return identifiers;
    }
}
