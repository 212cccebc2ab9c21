package io.lethe.ingest.json;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A JSON pointer (RFC 6901) into a request's body; written out only when something is wrong there. */
final class Pointer {

    static final Pointer ROOT = new Pointer(null, "");

    /** A caller's own words may be somebody's identifier; only what looks like a member's name is repeated. */
    private static final Pattern MEMBER_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,39}");

    private final @Nullable Pointer parent;
    private final String token;

    private Pointer(@Nullable Pointer parent, String token) {
        this.parent = parent;
        this.token = token;
    }

    Pointer element(int index) {
        return new Pointer(this, Integer.toString(index));
    }

    Pointer member(String name) {
        return new Pointer(this, name);
    }

    /** Points at a member that the caller named; at the object itself where the name is not fit to be repeated. */
    Pointer untrustedMember(String name) {
        return MEMBER_NAME.matcher(name).matches() ? member(name) : this;
    }

    @Override
    public String toString() {
        return parent == null ? token : parent + "/" + token;
    }
}
