package io.lethe.policy.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which of the known words somebody meant. */
public final class Spelling {

    private Spelling() {}

    /** The way out for an unknown word: what it may have been meant for, or else what there is. */
    public static String wayOut(String word, Collection<String> known) {
        return nearest(word, known)
                .map(near -> "did you mean '" + near + "'?")
                .orElseGet(() -> "use one of " + String.join(", ", known));
    }

    private static Optional<String> nearest(String word, Collection<String> known) {
        int tolerated = Math.clamp(word.length() / 3, 1, 3);
        return known.stream()
                .filter(one -> distance(word, one) <= tolerated)
                .min(Comparator.comparingInt(one -> distance(word, one)));
    }

    /** How many letters have to be changed, put in or taken out, whatever their case. */
    private static int distance(String left, String right) {
        if (Math.abs(left.length() - right.length()) > 3) {
            return Integer.MAX_VALUE;
        }
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
