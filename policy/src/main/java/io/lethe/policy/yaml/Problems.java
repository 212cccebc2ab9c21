package io.lethe.policy.yaml;

import io.lethe.policy.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers what is wrong with one file, so that all of it can be told at once. */
public final class Problems {

    /** Nobody reads further, and a hostile file can hold any number. */
    public static final int MOST = 100;

    private final String file;
    private final List<Problem> found = new ArrayList<>();

    public Problems(String file) {
        this.file = file;
    }

    public void add(Place place, String text) {
        found.add(new Problem(file, place, Words.onOneLine(text)));
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** All there is to say, in the order of the file. */
    public PolicyException asException() {
        List<Problem> sorted = found.stream()
                .sorted(Comparator.comparing(Problem::place))
                .distinct()
                .toList();
        if (sorted.size() <= MOST) {
            return new PolicyException(sorted);
        }
        List<Problem> told = new ArrayList<>(sorted.subList(0, MOST));
        Place next = sorted.get(MOST).place();
        told.add(new Problem(file, next, "and " + (sorted.size() - MOST) + " more problems from here on"));
        return new PolicyException(told);
    }
}
