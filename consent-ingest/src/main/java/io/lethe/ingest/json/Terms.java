package io.lethe.ingest.json;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A closed list of words that a member may have, and what each stands for.
 *
 * @param refusal what to tell a caller who says something else
 * @param fallback stands for a word that is not in the list; never published
 */
public record Terms<T>(Map<String, T> byWord, String refusal, T fallback) {

    static final String UNRECOGNISED = "UNRECOGNISED";

    public Terms {
        byWord = Map.copyOf(byWord);
    }

    /** Words that stand for themselves. */
    public static Terms<String> of(Collection<String> words) {
        Map<String, String> byWord = new LinkedHashMap<>();
        words.forEach(word -> byWord.put(word, word));
        return new Terms<>(byWord, refusal(words), "");
    }

    /** The constants of the contract that pass, in kebab case; the one for what nobody knows is not among them. */
    public static <E extends Enum<E>> Terms<E> of(Class<E> type, Predicate<String> passes) {
        Map<String, E> byWord = new LinkedHashMap<>();
        Arrays.stream(type.getEnumConstants())
                .filter(one -> !one.name().equals(UNRECOGNISED) && passes.test(word(one)))
                .forEach(one -> byWord.put(word(one), one));
        return new Terms<>(byWord, refusal(byWord.keySet()), Enum.valueOf(type, UNRECOGNISED));
    }

    public static <E extends Enum<E>> Terms<E> of(Class<E> type) {
        return of(type, _ -> true);
    }

    /** The same words, with other meanings. */
    public <U> Terms<U> map(Function<T, U> meaning, U other) {
        Map<String, U> mapped = new LinkedHashMap<>();
        byWord.forEach((word, value) -> mapped.put(word, meaning.apply(value)));
        return new Terms<>(mapped, refusal, other);
    }

    @Nullable
    T find(String word) {
        return byWord.get(word);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String refusal(Collection<String> words) {
        return words.isEmpty() ? "offers no choice" : "must be one of: " + String.join(", ", words);
    }
}
