package io.lethe.consent;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What a choice is about.
 *
 * @param recipient absent: every recipient of the purpose
 */
public record ConsentKey(String purpose, @Nullable String recipient) implements Comparable<ConsentKey> {

    private static final Comparator<ConsentKey> ORDER = Comparator.comparing(ConsentKey::purpose)
            .thenComparing(ConsentKey::recipient, Comparator.nullsFirst(Comparator.naturalOrder()));

    @Override
    public int compareTo(ConsentKey other) {
        return ORDER.compare(this, other);
    }
}
