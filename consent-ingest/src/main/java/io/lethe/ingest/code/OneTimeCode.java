package io.lethe.ingest.code;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.regex.Pattern;

/** A code that proves once who has it. It does not show when it is printed with something else. */
public record OneTimeCode(String digits) {

    /** What a code looks like. */
    public static final String FORM = "eight digits";

    private static final int DIGITS = 8;
    private static final Pattern PATTERN = Pattern.compile("\\d{" + DIGITS + "}");
    private static final int ALL = 100_000_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** One that nobody can know before it is sent. */
    public static OneTimeCode drawn() {
        return new OneTimeCode(String.format(Locale.ROOT, "%0" + DIGITS + "d", RANDOM.nextInt(ALL)));
    }

    /** Whether a text could be one. */
    public static boolean isOne(String text) {
        return PATTERN.matcher(text).matches();
    }

    @Override
    public String toString() {
        return "***";
    }
}
