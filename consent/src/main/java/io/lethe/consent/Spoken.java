package io.lethe.consent;

import io.lethe.consent.Statement.Choice;
import io.lethe.policy.Verb;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one statement says about one purpose. */
record Spoken(
        Statement statement, List<Choice> choices, @Nullable Integer counted) {

    static final Comparator<Spoken> IN_ORDER = Comparator.comparing(Spoken::statement, Statement.IN_ORDER);

    /** At equal times the more protective choice wins (C2). */
    private static final Comparator<Choice> STRICTEST =
            Comparator.comparing(Choice::protects).thenComparing(Choice::verb);

    /** Empty where it says nothing about the purpose. */
    static Optional<Spoken> of(Statement statement, String purpose) {
        List<Choice> choices = new ArrayList<>();
        for (Choice choice : statement.choices()) {
            if (choice.purpose().equals(purpose)) {
                choices.add(choice);
            }
        }
        return choices.isEmpty()
                ? Optional.empty()
                : Optional.of(new Spoken(statement, choices, statement.repeats().get(purpose)));
    }

    Instant at() {
        return statement.at();
    }

    /** Whether others that say the same may have been made between the one like it that is kept before it, and it. */
    boolean standsForMore() {
        return counted != null;
    }

    int repeats() {
        return counted == null ? 0 : counted;
    }

    /** What it says for a recipient, or for all of them; empty where it says nothing. */
    Optional<Word> word(@Nullable String recipient) {
        return strictest(recipient)
                .or(() -> recipient == null ? Optional.empty() : strictest(null))
                .map(choice -> new Word(statement, choice, repeats()));
    }

    private Optional<Choice> strictest(@Nullable String recipient) {
        Choice strictest = null;
        for (Choice choice : choices) {
            if (Objects.equals(choice.recipient(), recipient)
                    && (strictest == null || STRICTEST.compare(choice, strictest) >= 0)) {
                strictest = choice;
            }
        }
        return Optional.ofNullable(strictest);
    }

    /** What a statement says for one recipient, or for all of them. */
    record Word(Statement statement, Choice choice, int repeats) {

        /** Of words of one time. */
        static final Comparator<Word> WINS = Comparator.<Word, Boolean>comparing(
                        word -> word.choice().protects())
                .thenComparing(word -> word.statement().eventId())
                .thenComparing(Word::verb)
                // One event id with two contents: some order, so that it is always the same one (C2).
                .thenComparing(word -> word.statement().proof().toString())
                .thenComparing(word -> word.statement().stampedAt())
                .thenComparing(word -> word.statement().source())
                .thenComparing(word -> word.statement().choices().toString());

        Instant at() {
            return statement.at();
        }

        Verb verb() {
            return choice.verb();
        }
    }
}
