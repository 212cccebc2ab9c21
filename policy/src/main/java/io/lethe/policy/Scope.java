package io.lethe.policy;

import java.util.Optional;

/** Whom a purpose concerns: a person known by name, or a device known by a cookie. */
public enum Scope implements Id {
    PERSON("person"),
    DEVICE("device");

    private final String id;

    Scope(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    /** The scope written so, if there is one. */
    public static Optional<Scope> of(String id) {
        return Id.find(values(), id);
    }
}
