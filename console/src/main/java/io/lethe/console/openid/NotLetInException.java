package io.lethe.console.openid;

/** Somebody did not come in. Neither they nor what the provider said stand in it. */
public final class NotLetInException extends Exception {
    private static final long serialVersionUID = 1;

    private final Why why;

    /** @param hint for whoever runs this installation, in words of ours alone */
    NotLetInException(Why why, String hint) {
        super(hint);
        this.why = why;
    }

    public Why why() {
        return why;
    }
}
