package io.lethe.consent;

import io.lethe.consent.ConsentHistory.Window;
import io.lethe.consent.Statement.Choice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Repeats of a choice that already stands take no room of their own: of each row of equal choices about a purpose the first and
 * the last statement are kept, and how many there were between them (C7). A banner that posts its choices on every page view
 * leaves two statements a window, not a thousand.
 *
 * <p>What is left out changes no status, at any time, that the statements kept do not also give; and a row never reaches
 * beyond the window it began in, so that every window keeps its first deposit (C4).
 */
public final class Repeats {

    private static final Comparator<Statement> IN_ORDER = Comparator.comparing(Statement::at)
            .thenComparing(Statement::eventId)
            .thenComparing(Statement::toString);

    private final Function<String, List<Window>> windows;
    private final boolean protectionOnly;

    private Repeats(Function<String, List<Window>> windows, boolean protectionOnly) {
        this.windows = windows;
        this.protectionOnly = protectionOnly;
    }

    /**
     * Leaves out what merely repeats.
     *
     * @param windows the consent windows of a purpose that is spoken of
     */
    public static List<Statement> leftOut(Collection<Statement> statements, Function<String, List<Window>> windows) {
        return new Repeats(windows, false).leftOut(statements);
    }

    /**
     * Leaves out more: a refusal and a withdrawal count as the same choice, since both protect. For a subject that has no room
     * left.
     */
    public static List<Statement> leftOutByProtection(
            Collection<Statement> statements, Function<String, List<Window>> windows) {
        return new Repeats(windows, true).leftOut(statements);
    }

    private List<Statement> leftOut(Collection<Statement> statements) {
        List<Statement> all = statements.stream().sorted(IN_ORDER).toList();
        boolean[] kept = new boolean[all.size()];
        for (List<Integer> row : rows(all)) {
            kept[row.getFirst()] = true;
            kept[row.getLast()] = true;
        }
        List<Statement> left = new ArrayList<>();
        Map<String, Integer> pending = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            Statement one = all.get(i);
            Map<String, Integer> repeats = new TreeMap<>(one.repeats());
            for (String purpose : purposes(one)) {
                int before = repeats.getOrDefault(purpose, 0) + Objects.requireNonNullElse(pending.remove(purpose), 0);
                if (kept[i]) {
                    if (before > 0) {
                        repeats.put(purpose, before);
                    }
                } else {
                    pending.put(purpose, before + 1);
                }
            }
            if (kept[i]) {
                left.add(repeats.equals(one.repeats()) ? one : one.withRepeats(repeats));
            }
        }
        return left;
    }

    /**
     * For each purpose, the places of statements that follow each other, in one window and under one version of the policy, with
     * equal choices about it: what is said under another version may end with a material change of the purpose, and be given anew.
     */
    private Collection<List<Integer>> rows(List<Statement> all) {
        Map<String, Row> current = new HashMap<>();
        Map<String, List<Window>> known = new HashMap<>();
        List<List<Integer>> rows = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Statement one = all.get(i);
            String version = one.proof().policyVersion();
            for (String purpose : purposes(one)) {
                int window = windowOf(known.computeIfAbsent(purpose, windows), one.at());
                Row row = current.get(purpose);
                Set<String> choices = choices(one, purpose);
                if (row == null
                        || row.window != window
                        || !row.choices.equals(choices)
                        || !row.version.equals(version)) {
                    row = new Row(window, version, choices, new ArrayList<>());
                    current.put(purpose, row);
                    rows.add(row.places);
                }
                row.places.add(i);
            }
        }
        return rows;
    }

    private record Row(int window, String version, Set<String> choices, List<Integer> places) {}

    private Set<String> choices(Statement statement, String purpose) {
        Set<String> choices = new TreeSet<>();
        for (Choice choice : statement.choices()) {
            if (choice.purpose().equals(purpose)) {
                choices.add((protectionOnly ? choice.protects() : choice.verb()) + " " + choice.recipient());
            }
        }
        return choices;
    }

    private static int windowOf(List<Window> windows, Instant time) {
        int found = -1;
        for (Window window : windows) {
            if (window.start().isAfter(time)) {
                break;
            }
            found++;
        }
        return found;
    }

    private static Set<String> purposes(Statement statement) {
        Set<String> purposes = new TreeSet<>();
        statement.choices().forEach(choice -> purposes.add(choice.purpose()));
        return purposes;
    }
}
