package io.lethe.connectors.http;

/** A call that was not answered in time, or not whole. The message repeats nothing of what was sent. */
public final class NoAnswerException extends Exception {

    public NoAnswerException(String why) {
        super(why);
    }

    public String why() {
        return String.valueOf(getMessage());
    }
}
