package io.lethe.policy;

import java.util.Optional;

/** What a person or a device is known by. */
public enum IdentifierKind implements Id {
    EMAIL("email"),
    CUSTOMER_ID("customerId"),
    VISITOR_ID("visitorId");

    private final String id;

    IdentifierKind(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    /** The kind written so, if there is one. */
    public static Optional<IdentifierKind> of(String id) {
        return Id.find(values(), id);
    }
}
