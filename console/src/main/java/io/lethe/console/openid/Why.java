package io.lethe.console.openid;

import java.util.Locale;

/** Why somebody did not come in. The page has words for each; what a provider says is repeated nowhere. */
public enum Why {
    /** They, or the provider, said no. */
    DENIED,
    /** The provider does not answer, or says that it cannot just now. */
    AWAY,
    /** More come in at once than are looked at. */
    BUSY,
    /** Not begun in this browser, too long ago, or done before. */
    STALE,
    /** What the provider answered cannot be believed. */
    REFUSED,
    /** The provider does not say how they are called. */
    NAMELESS,
    /** Nothing here is open to them. */
    ROLELESS;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
