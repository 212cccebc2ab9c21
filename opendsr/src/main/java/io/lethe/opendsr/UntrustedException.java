package io.lethe.opendsr;

/** A certificate or a signature that shows nothing. The message says why and repeats nothing of what was signed. */
public final class UntrustedException extends Exception {

    public UntrustedException(String why) {
        super(why);
    }

    public String why() {
        return String.valueOf(getMessage());
    }
}
