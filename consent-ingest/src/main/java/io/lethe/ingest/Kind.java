package io.lethe.ingest;

import io.lethe.service.AccessKeys.Role;

/** What can be posted, where, and by whom. */
enum Kind {
    CONSENT_STATEMENT("consent-statements", Role.WRITE),
    INTERACTION("interactions", Role.WRITE),
    RIGHTS_REQUEST("rights-requests", Role.WRITE),
    SUBJECT_LINK("subject-links", Role.WRITE),
    HOLD("holds", Role.OPERATOR),
    DELETION_ACK("deletion-acks", Role.RECIPIENT);

    private final String word;
    private final Role role;

    Kind(String word, Role role) {
        this.word = word;
        this.role = role;
    }

    /** The last part of its path, and its label in metrics. */
    String word() {
        return word;
    }

    String path() {
        return "/v1/" + word;
    }

    /** Whose key a caller has to show. */
    Role role() {
        return role;
    }
}
