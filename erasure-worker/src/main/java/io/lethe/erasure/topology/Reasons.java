package io.lethe.erasure.topology;

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

    private Reasons() {}

    static @Nullable String clean(@Nullable String reason) {
        if (reason == null || reason.isBlank()) {
            return null;
        }
        String text = NOT_TEXT.matcher(reason.length() > 4 * LONGEST ? reason.substring(0, 4 * LONGEST) : reason)
                .replaceAll(" ");
        String clean = ADDRESS.matcher(text).replaceAll("[removed]").strip();
        return clean.length() > LONGEST ? clean.substring(0, LONGEST) : clean;
    }
}
