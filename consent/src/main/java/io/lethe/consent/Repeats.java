package io.lethe.consent;

import io.lethe.consent.ConsentHistory.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
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
 * beyond the window it began in, so that every window keeps its first deposit (C4). What comes later, and is older than the last of a
 * row, meets a row of which only the ends are known: {@link #among} marks it, and {@link ConsentHistory} takes the protective side.
 */
public final class Repeats {

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

    /**
     * A statement, marked where it comes among repeats that are no longer kept one by one: some of them may have been made before it,
     * though all are counted with the next one (C2).
     */
    public static Statement among(Collection<Statement> known, Statement added) {
        if (known.stream().allMatch(one -> one.repeats().isEmpty())) {
            return added;
        }
        Map<String, Integer> repeats = new TreeMap<>(added.repeats());
        for (String purpose : purposes(added)) {
            Alike said = Alike.inProtection(added, purpose);
            known.stream()
                    .filter(one -> Statement.IN_ORDER.compare(one, added) > 0)
                    .filter(one -> Alike.inProtection(one, purpose).equals(said))
                    .min(Statement.IN_ORDER)
                    .filter(next -> next.repeats().containsKey(purpose))
                    .ifPresent(_ -> repeats.putIfAbsent(purpose, 0));
        }
        return repeats.equals(added.repeats()) ? added : added.withRepeats(repeats);
    }

    private List<Statement> leftOut(Collection<Statement> statements) {
        List<Statement> all = statements.stream().sorted(Statement.IN_ORDER).toList();
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
                Integer dropped = pending.remove(purpose);
                if (!kept[i]) {
                    pending.put(purpose, 1 + repeats.getOrDefault(purpose, 0) + Objects.requireNonNullElse(dropped, 0));
                } else if (dropped != null) {
                    repeats.merge(purpose, dropped, Integer::sum);
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
            for (String purpose : purposes(one)) {
                int window = windowOf(known.computeIfAbsent(purpose, windows), one.at());
                Row row = current.get(purpose);
                Alike said = protectionOnly ? Alike.inProtection(one, purpose) : Alike.inWords(one, purpose);
                if (row == null || !row.goesOn(window, said, one.at())) {
                    row = new Row(window, said, one.at(), row != null && row.newest.equals(one.at()));
                    current.put(purpose, row);
                    rows.add(row.places);
                }
                row.add(i, one.at());
            }
        }
        return rows;
    }

    /** Statements that say the same, and follow each other. */
    private static final class Row {

        private final int window;
        private final Alike said;
        private final Instant start;
        private final List<Integer> places = new ArrayList<>();

        /** Whether something else was said at the very time it begins, so that its first statement may not count. */
        private final boolean contested;

        private Instant newest;

        Row(int window, Alike said, Instant start, boolean contested) {
            this.window = window;
            this.said = said;
            this.start = start;
            this.newest = start;
            this.contested = contested;
        }

        boolean goesOn(int nextWindow, Alike next, Instant at) {
            return window == nextWindow && said.equals(next) && !(contested && at.isAfter(start));
        }

        void add(int place, Instant at) {
            places.add(place);
            newest = at;
        }
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
