package io.lethe.ingest.json;

import io.lethe.service.HttpProblem;
import java.util.ArrayList;
import java.util.List;

/** Collects all that is wrong with a batch, so that the caller is told everything at once. */
public final class BodyProblems {

    /** Nobody reads more, and an answer must not be a hundred times as long as its question. */
    private static final int MOST_LISTED = 1_000;

    private final List<HttpProblem.Error> errors = new ArrayList<>();
    private int count;
    private int events;
    private boolean malformed;

    /** One event more was found, whatever it is worth. */
    void found() {
        events++;
    }

    /** Something breaks a rule. */
    void add(Pointer at, String detail) {
        count++;
        if (errors.size() < MOST_LISTED) {
            errors.add(new HttpProblem.Error(at.toString(), detail));
        }
    }

    /** Something is wrong with the whole. */
    public void addWhole(String detail) {
        add(Pointer.ROOT, detail);
    }

    /** Something is not JSON at all. */
    void addMalformed(Pointer at, String detail) {
        malformed = true;
        add(at, detail);
    }

    public boolean none() {
        return count == 0;
    }

    public boolean malformed() {
        return malformed;
    }

    public int count() {
        return count;
    }

    /** How many events the body holds, as far as it was read. */
    public int events() {
        return events;
    }

    /** The first thousand. */
    public List<HttpProblem.Error> errors() {
        return errors;
    }
}
