package io.lethe.policy;

import java.util.Optional;

/** What makes a transfer out of the European Union lawful (GDPR art. 45 and 46). */
public enum TransferMechanism implements Id {
    /** The Commission has found the country's protection adequate (art. 45). */
    ADEQUACY_DECISION("adequacy-decision"),
    /** The recipient is bound by the Commission's standard clauses (art. 46(2)(c)). */
    STANDARD_CONTRACTUAL_CLAUSES("standard-contractual-clauses");

    private final String id;

    TransferMechanism(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    /** The mechanism written so, if there is one. */
    public static Optional<TransferMechanism> of(String id) {
        return Id.find(values(), id);
    }
}
