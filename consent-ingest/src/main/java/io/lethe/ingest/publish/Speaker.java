package io.lethe.ingest.publish;

import io.lethe.schemas.IdentityProof;
import io.lethe.schemas.LinkStatedBy;
import io.lethe.service.AccessKeys.Role;
import java.util.Optional;

/** On whose word an event rests: told by the key that was shown, never by the event itself. */
public enum Speaker {
    /** A person at a front-end, whose key is in every browser. Also whoever comes through a door without keys. */
    PERSON(LinkStatedBy.PERSON, ""),
    /** A system of the organisation. */
    BACK_END(LinkStatedBy.BACK_END, "/back-end"),
    OPERATOR(LinkStatedBy.OPERATOR, "/operator");

    private final LinkStatedBy statedBy;
    private final String suffix;

    Speaker(LinkStatedBy statedBy, String suffix) {
        this.statedBy = statedBy;
        this.suffix = suffix;
    }

    /** @param shown the role whose key was shown; empty at a door without keys */
    public static Speaker of(Optional<Role> shown) {
        return switch (shown.orElse(Role.WRITE)) {
            case WRITE, RECIPIENT -> PERSON;
            case BACKEND -> BACK_END;
            case OPERATOR -> OPERATOR;
        };
    }

    public LinkStatedBy statedBy() {
        return statedBy;
    }

    /** Tells the ids of links apart that follow from one event sent by two speakers: they do not say the same. */
    String suffix() {
        return suffix;
    }

    /** What a claim about an identity is worth (G3): only operators and back-ends may say that one is verified. */
    public IdentityProof judge(IdentityProof claimed) {
        return this == PERSON ? IdentityProof.UNVERIFIED : claimed;
    }
}
