package io.lethe.ingest.json;

import org.jspecify.annotations.Nullable;

/** A JSON pointer (RFC 6901) into a request's body; written out only when something is wrong there. */
public final class Pointer {

    public static final Pointer ROOT = new Pointer(null, "");

    private static final int LONGEST_NAME = 40;

    private final @Nullable Pointer parent;
    private final String token;

    private Pointer(@Nullable Pointer parent, String token) {
        this.parent = parent;
        this.token = token;
    }

    Pointer element(int index) {
        return new Pointer(this, Integer.toString(index));
    }

    public Pointer member(String name) {
        return new Pointer(this, name);
    }

    /** Points at a member that the caller named; at the object itself where the name is not fit to be repeated. */
    Pointer untrustedMember(String name) {
        return looksLikeName(name) ? member(name) : this;
    }

    /** A caller's own words may be somebody's identifier; only what looks like a member's name is repeated. */
    private static boolean looksLikeName(String name) {
        return name.length() <= LONGEST_NAME
                && Letters.allOf(name, "_-")
                && Letters.allOf(name.substring(0, 1), "")
                && !Character.isDigit(name.charAt(0));
    }

    public boolean isRoot() {
        return parent == null;
    }

    @Override
    public String toString() {
        return parent == null ? token : parent + "/" + token;
    }
}
