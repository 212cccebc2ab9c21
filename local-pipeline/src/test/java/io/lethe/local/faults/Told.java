package io.lethe.local.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was told of all subjects, or has to be: a line for each record, and the state that stands. */
final class Told {

    private static final int MOST_SHOWN = 20;

    final List<String> changes = new ArrayList<>();
    final List<String> lapses = new ArrayList<>();
    final List<String> orders = new ArrayList<>();
    final List<String> requests = new ArrayList<>();
    final List<String> late = new ArrayList<>();
    final List<String> deadLetters = new ArrayList<>();

    /** Of subjects, and of requests. */
    final Map<String, String> states = new TreeMap<>();

    /** The same, with each line once. */
    Told once() {
        Told once = new Told();
        once.changes.addAll(new LinkedHashSet<>(changes));
        once.lapses.addAll(new LinkedHashSet<>(lapses));
        once.orders.addAll(new LinkedHashSet<>(orders));
        once.requests.addAll(new LinkedHashSet<>(requests));
        once.late.addAll(new LinkedHashSet<>(late));
        once.deadLetters.addAll(new LinkedHashSet<>(deadLetters));
        once.states.putAll(states);
        return once;
    }

    /** How much of it the clock alone has brought about: ends of consents, lapses, and the orders that follow from those. */
    long byTheClock() {
        return changes.stream().filter(line -> line.contains(" > EXPIRED ")).count()
                + lapses.stream().filter(line -> line.contains(" LAPSED at ")).count()
                + orders.stream()
                        .filter(line -> line.endsWith(" RETENTION_LAPSED"))
                        .count();
    }

    /** Whether as many records are there as there should be. */
    boolean isAsLongAs(Told expected) {
        return changes.size() >= expected.changes.size()
                && lapses.size() >= expected.lapses.size()
                && orders.size() >= expected.orders.size()
                && requests.size() >= expected.requests.size()
                && late.size() >= expected.late.size()
                && deadLetters.size() >= expected.deadLetters.size();
    }

    /** What is missing here and what is too much, each as often as it is; empty where both are the same. */
    List<String> differencesFrom(Told expected) {
        List<String> differences = new ArrayList<>();
        compare("consent change", expected.changes, changes, differences);
        compare("retention change", expected.lapses, lapses, differences);
        compare("erasure order", expected.orders, orders, differences);
        compare("rights status", expected.requests, requests, differences);
        compare("late request", expected.late, late, differences);
        compare("dead letter", expected.deadLetters, deadLetters, differences);
        compare("state", lines(expected.states), lines(states), differences);
        if (differences.size() > MOST_SHOWN) {
            int more = differences.size() - MOST_SHOWN;
            differences.subList(MOST_SHOWN, differences.size()).clear();
            differences.add("and " + more + " more");
        }
        return differences;
    }

    private static List<String> lines(Map<String, String> states) {
        return states.entrySet().stream()
                .map(state -> state.getKey() + " " + state.getValue())
                .toList();
    }

    private static void compare(String what, List<String> expected, List<String> actual, List<String> differences) {
        Map<String, Integer> balance = new HashMap<>();
        expected.forEach(line -> balance.merge(line, 1, Integer::sum));
        actual.forEach(line -> balance.merge(line, -1, Integer::sum));
        balance.forEach((line, missing) -> {
            if (missing != 0) {
                differences.add(
                        (missing > 0 ? "missing " + missing : "too many " + -missing) + ": " + what + " " + line);
            }
        });
    }
}
