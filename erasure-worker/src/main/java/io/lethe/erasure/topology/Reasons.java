package io.lethe.erasure.topology;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What recipients give as a reason is kept with the proof for years, so it is kept short, and nothing that looks like an
 * address stays in it.
 */
final class Reasons {

    private static final int LONGEST = 200;
    private static final Pattern ADDRESS = Pattern.compile("\\S*(@|%40)\\S*");
    private static final Pattern NOT_TEXT = Pattern.compile("\\p{Cntrl}+");

    private static final String REMOVED = "[removed]";

    private Reasons() {}

    /** The reason, without an identifier that it quotes, in whatever case. */
    static String without(String identifier, String reason) {
        return Pattern.compile(identifier, Pattern.LITERAL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(reason)
                .replaceAll(Matcher.quoteReplacement(REMOVED));
    }

    static @Nullable String clean(@Nullable String reason) {
        if (reason == null || reason.isBlank()) {
            return null;
        }
        String text = NOT_TEXT.matcher(reason.length() > 4 * LONGEST ? reason.substring(0, 4 * LONGEST) : reason)
                .replaceAll(" ");
        String clean = ADDRESS.matcher(text).replaceAll(REMOVED).strip();
        return clean.length() > LONGEST ? clean.substring(0, LONGEST) : clean;
    }
}
