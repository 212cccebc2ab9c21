package io.lethe.policy;

import java.util.Optional;

/** Who can say that two identifiers belong together (E9). */
public enum Witness implements Id {
    /** The person, by a form or a login at a front-end. */
    PERSON("person"),
    /** A back-end of the organisation, which knows both. */
    BACK_END("back-end"),
    /** An operator. */
    OPERATOR("operator");

    private final String id;

    Witness(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    /** The witness written so, if there is one. */
    public static Optional<Witness> of(String id) {
        return Id.find(values(), id);
    }
}
