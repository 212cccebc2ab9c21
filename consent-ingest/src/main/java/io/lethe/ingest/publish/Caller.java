package io.lethe.ingest.publish;

import io.lethe.schemas.IdentityProof;
import io.lethe.schemas.LinkStatedBy;
import io.lethe.service.AccessKeys.Role;
import java.util.Optional;

/** Whose word an event is: told by the role of the key that was shown, never by the event itself. */
public enum Caller {
    /** A person at a front-end, whose key is in every browser. Also whoever comes through a door without keys. */
    PERSON(LinkStatedBy.PERSON, ""),
    /** A system of the organisation. */
    BACK_END(LinkStatedBy.BACK_END, "/back-end"),
    OPERATOR(LinkStatedBy.OPERATOR, "/operator");

    private final LinkStatedBy statedBy;
    private final String suffix;

    Caller(LinkStatedBy statedBy, String suffix) {
        this.statedBy = statedBy;
        this.suffix = suffix;
    }

    /** @param shown the role whose key was shown; empty at a door without keys */
    public static Caller of(Optional<Role> shown) {
        return switch (shown.orElse(Role.WRITE)) {
            case WRITE, RECIPIENT -> PERSON;
            case BACKEND -> BACK_END;
            case OPERATOR -> OPERATOR;
        };
    }

    public LinkStatedBy statedBy() {
        return statedBy;
    }

    /** Tells the ids of links apart that follow from one event sent by two callers: they do not say the same. */
    String suffix() {
        return suffix;
    }

    /** What a claim about an identity is worth (G3): only operators and back-ends may say that one is verified. */
    public IdentityProof judge(IdentityProof claimed) {
        return this == PERSON ? IdentityProof.UNVERIFIED : claimed;
    }
}
