package io.lethe.consent;

import io.lethe.consent.Statement.Choice;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** What makes two acts about a purpose the same: their choices, and the version of the policy they were made under. */
record Alike(String policyVersion, Set<String> choices) {

    /** To the word. */
    static Alike inWords(Statement statement, String purpose) {
        return of(statement, purpose, Choice::verb);
    }

    /** A refusal is as good as a withdrawal. */
    static Alike inProtection(Statement statement, String purpose) {
        return of(statement, purpose, Choice::protects);
    }

    private static Alike of(Statement statement, String purpose, Function<Choice, Object> says) {
        Set<String> choices = new TreeSet<>();
        for (Choice choice : statement.choices()) {
            if (choice.purpose().equals(purpose)) {
                choices.add(says.apply(choice) + " " + choice.recipient());
            }
        }
        return new Alike(statement.proof().policyVersion(), choices);
    }
}
