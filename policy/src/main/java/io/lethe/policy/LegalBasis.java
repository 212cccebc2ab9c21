package io.lethe.policy;

import java.util.Optional;
import java.util.Set;

/** Why processing is lawful (GDPR art. 6(1); for trackers, French Data Protection Act art. 82). */
public enum LegalBasis implements Id {
    /** Asked for, and given, refused or taken back at any time (art. 7). */
    CONSENT("consent", Set.of(Verb.GRANTED, Verb.REFUSED, Verb.WITHDRAWN)),
    /** Done unless the person objects (art. 21). */
    LEGITIMATE_INTEREST("legitimate-interest", Set.of(Verb.OBJECTED, Verb.OBJECTION_LIFTED)),
    LEGAL_OBLIGATION("legal-obligation", Set.of()),
    /** A tracker without which the service the person asked for does not work: exempt from consent. */
    STRICTLY_NECESSARY("strictly-necessary", Set.of()),
    CONTRACT("contract", Set.of());

    private final String id;
    private final Set<Verb> verbs;

    LegalBasis(String id, Set<Verb> verbs) {
        this.id = id;
        this.verbs = verbs;
    }

    @Override
    public String id() {
        return id;
    }

    /** What a subject can say about a purpose on this basis (C1); empty where there is no choice. */
    public Set<Verb> verbs() {
        return verbs;
    }

    /** Whether a subject has any say. */
    public boolean offersChoice() {
        return !verbs.isEmpty();
    }

    /** The basis written so, if there is one. */
    public static Optional<LegalBasis> of(String id) {
        return Id.find(values(), id);
    }
}
