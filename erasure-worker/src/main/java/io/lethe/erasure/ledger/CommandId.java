package io.lethe.erasure.ledger;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of a deletion command, {@code <subjectId>.<12 characters>.<system>}: opaque to others, but it says whose it is, so
 * that an acknowledgement finds its subject whatever key it was written with.
 */
public record CommandId(String subjectId, String orderId, String system) {

    /** A subject id is the base64url form of 32 bytes; the order's part is in the same alphabet. */
    private static final Pattern FORM = Pattern.compile(
            "(?<order>(?<subject>[A-Za-z0-9_-]{43})\\.[A-Za-z0-9_-]{12})\\.(?<system>[A-Za-z0-9._-]{1,200})");

    public static String of(String orderId, String system) {
        return orderId + "." + system;
    }

    public static Optional<CommandId> parse(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches()
                ? Optional.of(new CommandId(parts.group("subject"), parts.group("order"), parts.group("system")))
                : Optional.empty();
    }

    /** The subject of an order id; empty where it is none. */
    public static Optional<String> subjectOf(String orderId) {
        return parse(of(orderId, "any")).map(CommandId::subjectId);
    }
}
