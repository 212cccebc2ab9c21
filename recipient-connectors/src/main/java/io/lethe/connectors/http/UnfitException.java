package io.lethe.connectors.http;

/** A command that a call cannot be made of. The message names no value. */
final class UnfitException extends Exception {

    private final boolean supported;

    private UnfitException(String why, boolean supported) {
        super(why);
        this.supported = supported;
    }

    /** The call asks for something that commands of this sort do not bring. */
    static UnfitException missing(String why) {
        return new UnfitException(why, false);
    }

    /** A value cannot stand where the call wants it. */
    static UnfitException value(String why) {
        return new UnfitException(why, true);
    }

    /** False where no later attempt could make a call of it either. */
    boolean isFailure() {
        return supported;
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
