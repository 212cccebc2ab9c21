package io.lethe.ingest.event;

import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Whether a text is a well-formed language tag (BCP 47). */
final class LanguageTag {

    static final int LONGEST = 35;

    private static final Pattern USUAL = Pattern.compile("[a-z]{2,3}(-[A-Z]{2})?");

    private LanguageTag() {}

    static boolean isWellFormed(String tag) {
        if (USUAL.matcher(tag).matches()) {
            return true;
        }
        try {
            new Locale.Builder().setLanguageTag(tag);
            return true;
        } catch (IllformedLocaleException e) {
            return false;
        }
    }
}
