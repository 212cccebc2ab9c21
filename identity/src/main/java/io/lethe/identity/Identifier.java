package io.lethe.identity;

import io.lethe.policy.IdentifierKind;
import java.text.Normalizer;
import java.util.Locale;

/**
 * What a person or a device is known by, normalised, so that two spellings of one address are one subject. It never
 * prints its value.
 *
 * @param value normalised: without surrounding space, in Unicode's composed form; an e-mail address in lower case
 */
public record Identifier(IdentifierKind kind, String value) {

    /** Longest e-mail address that can be delivered to (RFC 5321, 4.5.3.1.3, with its brackets taken off). */
    private static final int LONGEST_EMAIL = 254;

    private static final int LONGEST = 200;

    public Identifier {
        String normalised = Normalizer.normalize(value.strip(), Normalizer.Form.NFC);
        value = kind == IdentifierKind.EMAIL ? normalised.toLowerCase(Locale.ROOT) : normalised;
        String wrong = whatIsWrong(kind, value);
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(wrong);
        }
    }

    private static String whatIsWrong(IdentifierKind kind, String value) {
        if (value.isEmpty()) {
            return "must not be empty";
        }
        int longest = kind == IdentifierKind.EMAIL ? LONGEST_EMAIL : LONGEST;
        if (value.length() > longest) {
            return "must not be longer than " + longest + " characters";
        }
        if (value.codePoints().anyMatch(Character::isISOControl)) {
            return "must not hold control characters";
        }
        return kind == IdentifierKind.EMAIL && !looksLikeAnAddress(value) ? "must be an e-mail address" : "";
    }

    private static boolean looksLikeAnAddress(String value) {
        int at = value.lastIndexOf('@');
        return at > 0 && at < value.length() - 1 && value.codePoints().noneMatch(Character::isWhitespace);
    }

    /** Without the value: identifiers do not belong into logs and messages. */
    @Override
    public String toString() {
        return "Identifier[" + kind + "]";
    }
}
