package io.lethe.ingest.event;

import io.lethe.service.AccessKeys.Role;
import java.util.Set;

/** What can be posted, where, and by whom. */
public enum EventKind {
    CONSENT_STATEMENT("consent-statements", Role.WRITE, Role.BACKEND, Role.OPERATOR),
    INTERACTION("interactions", Role.WRITE, Role.BACKEND, Role.OPERATOR),
    RIGHTS_REQUEST("rights-requests", Role.WRITE, Role.BACKEND, Role.OPERATOR),
    RIGHTS_DECISION("rights-decisions", Role.OPERATOR),
    RIGHTS_ANSWER("rights-answers", Role.RECIPIENT, Role.OPERATOR),
    RIGHTS_WITHDRAWAL("rights-withdrawals", Role.BACKEND, Role.OPERATOR),
    RIGHTS_CODE("rights-codes", Role.BACKEND, Role.OPERATOR),
    RIGHTS_PROOF("rights-proofs", Role.WRITE, Role.BACKEND, Role.OPERATOR),
    SUBJECT_LINK("subject-links", Role.WRITE, Role.BACKEND, Role.OPERATOR),
    HOLD("holds", Role.OPERATOR),
    CORRECTION("corrections", Role.BACKEND, Role.OPERATOR),
    WAVE_DECISION("wave-decisions", Role.OPERATOR),
    ERASURE_DECISION("erasure-decisions", Role.OPERATOR),
    DELETION_ACK("deletion-acks", Role.RECIPIENT, Role.OPERATOR);

    private final String word;
    private final Set<Role> roles;

    EventKind(String word, Role... roles) {
        this.word = word;
        this.roles = Set.of(roles);
    }

    /** The last part of its path, and its label in metrics. */
    public String word() {
        return word;
    }

    /** What a CloudEvent calls it. */
    public String type() {
        return "io.lethe." + word.substring(0, word.length() - 1) + ".v1";
    }

    public String path() {
        return "/v1/" + word;
    }

    /** Whose key a caller may show. */
    public Set<Role> roles() {
        return roles;
    }
}
