package io.lethe.policy;

import java.util.Optional;

/** What a data subject can say about a purpose. The legal basis decides which of these exist (C1). */
public enum Verb implements Id {
    GRANTED("granted"),
    REFUSED("refused"),
    WITHDRAWN("withdrawn"),
    OBJECTED("objected"),
    OBJECTION_LIFTED("objection-lifted");

    private final String id;

    Verb(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    /** The verb written so, if there is one. */
    public static Optional<Verb> of(String id) {
        return Id.find(values(), id);
    }
}
