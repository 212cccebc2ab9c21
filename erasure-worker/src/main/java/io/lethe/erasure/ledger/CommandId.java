package io.lethe.erasure.ledger;

import java.util.Optional;

/**
 * The id of a deletion command, {@code <subjectId>.<12 characters>.<system>}: opaque to others, but it says whose it is, so
 * that an acknowledgement finds its subject whatever key it was written with. It is read for every acknowledgement, and therefore
 * without a regular expression.
 */
public record CommandId(String subjectId, String orderId, String system) {

    /** A subject id is the base64url form of 32 bytes. */
    private static final int SUBJECT = 43;

    /** The order's own part is in the same alphabet. */
    private static final int ORDER = SUBJECT + 1 + 12;

    private static final int LONGEST_SYSTEM = 200;

    public static String of(String orderId, String system) {
        return orderId + "." + system;
    }

    public static Optional<CommandId> parse(String text) {
        int system = ORDER + 1;
        boolean whole = text.length() > system
                && text.length() <= system + LONGEST_SYSTEM
                && isOrder(text)
                && text.charAt(ORDER) == '.'
                && isOfAlphabet(text, system, text.length(), true);
        return whole
                ? Optional.of(
                        new CommandId(text.substring(0, SUBJECT), text.substring(0, ORDER), text.substring(system)))
                : Optional.empty();
    }

    /** The subject of an order id; empty where it is none. */
    public static Optional<String> subjectOf(String orderId) {
        return orderId.length() == ORDER && isOrder(orderId)
                ? Optional.of(orderId.substring(0, SUBJECT))
                : Optional.empty();
    }

    private static boolean isOrder(String text) {
        return isOfAlphabet(text, 0, SUBJECT, false)
                && text.charAt(SUBJECT) == '.'
                && isOfAlphabet(text, SUBJECT + 1, ORDER, false);
    }

    /** Base64url's alphabet, and full stops where they are allowed. */
    private static boolean isOfAlphabet(String text, int from, int to, boolean stops) {
        for (int at = from; at < to; at++) {
            char one = text.charAt(at);
            boolean known = (one >= 'a' && one <= 'z')
                    || (one >= 'A' && one <= 'Z')
                    || (one >= '0' && one <= '9')
                    || one == '-'
                    || one == '_'
                    || (stops && one == '.');
            if (!known) {
                return false;
            }
        }
        return true;
    }
}
