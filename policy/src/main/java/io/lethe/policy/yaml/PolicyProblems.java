package io.lethe.policy.yaml;

import io.lethe.policy.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers what is wrong with one file, so that all of it can be told at once. */
public final class PolicyProblems {

    /** Nobody reads further, and a hostile file can hold any number. */
    public static final int MOST = 100;

    private final String file;
    private final List<PolicyProblem> found = new ArrayList<>();

    public PolicyProblems(String file) {
        this.file = file;
    }

    public void add(Place place, String text) {
        found.add(new PolicyProblem(file, place, Wording.onOneLine(text)));
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** All there is to say, in the order of the file. */
    public PolicyException asException() {
        List<PolicyProblem> sorted = found.stream()
                .sorted(Comparator.comparing(PolicyProblem::place))
                .distinct()
                .toList();
        if (sorted.size() <= MOST) {
            return new PolicyException(sorted);
        }
        List<PolicyProblem> told = new ArrayList<>(sorted.subList(0, MOST));
        Place next = sorted.get(MOST).place();
        told.add(new PolicyProblem(file, next, "and " + (sorted.size() - MOST) + " more problems from here on"));
        return new PolicyException(told);
    }
}
