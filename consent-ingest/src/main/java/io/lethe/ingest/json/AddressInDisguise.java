package io.lethe.ingest.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * E-mail addresses, however they are written: in percent encoding of any depth, with a character reference of HTML or an escape
 * of JavaScript for the sign, with a compatible sign (full width), or with the word "at" in brackets. What it finds must not
 * get into records that name nobody.
 */
public final class AddressInDisguise {

    /** Whoever wraps an address more often than that means to hide it. */
    private static final int MOST_ROUNDS = 10;

    private static final int FORMS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
    private static final Pattern DEEP = Pattern.compile("%(?:25)+");
    private static final Pattern ENCODED = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");
    private static final Pattern SIGN = Pattern.compile(
            "&(?:amp;)*(?:#0*64|#x0*40|commat)(?:;|(?![0-9A-Za-z]))|%u0040|\\\\u\\{?0*40}?|\\\\x40", FORMS);
    private static final Pattern AMPERSAND = Pattern.compile("&(?:amp|#0*38|#x0*26);", FORMS);
    private static final Pattern WORD = Pattern.compile("\\s*[(\\[{<]\\s*(?:at|@|arobase|ät)\\s*[)\\]}>]\\s*", FORMS);
    private static final Pattern ADDRESS =
            Pattern.compile("[^\\s@]@[^\\s@]|[\\p{L}\\p{N}]\\s+@\\s*[\\p{L}\\p{N}.-]+\\.\\p{L}{2}"
                    + "|[\\p{L}\\p{N}]\\s*@\\s+[\\p{L}\\p{N}.-]+\\.\\p{L}{2}");

    private AddressInDisguise() {}

    /** Whether a text holds what looks like an address. */
    static boolean in(String text) {
        return !isClear(text) && ADDRESS.matcher(undisguised(text)).find();
    }

    /** Whether a part of a path may be one: any sign is one too many there, {@code /@ada} is a person as well. */
    public static boolean mayBe(String segment) {
        return !isClear(segment) && undisguised(segment).indexOf('@') >= 0;
    }

    /** The text with every sign that HTML would show as one; what it does not show is left as it is. */
    public static String withPlainSigns(String text) {
        return text.indexOf('&') < 0 ? text : SIGN.matcher(text).replaceAll("@");
    }

    /** Nothing in it can stand for a sign. */
    private static boolean isClear(String text) {
        return text.chars().allMatch(c -> c < 0x80 && "@%&\\([{<".indexOf(c) < 0);
    }

    private static String undisguised(String text) {
        String now = text;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            String before = now;
            now = Normalizer.normalize(now, Normalizer.Form.NFKC);
            now = SIGN.matcher(now).replaceAll("@");
            now = WORD.matcher(now).replaceAll("@");
            now = AMPERSAND.matcher(now).replaceAll("&");
            now = DEEP.matcher(now).replaceAll("%");
            now = ENCODED.matcher(now).replaceAll(AddressInDisguise::decoded);
            if (now.equals(before)) {
                return now;
            }
        }
        return "a@b";
    }

    private static String decoded(MatchResult encoded) {
        String text = encoded.group();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() / 3);
        for (int i = 1; i < text.length(); i += 3) {
            bytes.write(Integer.parseInt(text, i, i + 2, 16));
        }
        return Matcher.quoteReplacement(bytes.toString(StandardCharsets.UTF_8));
    }
}
