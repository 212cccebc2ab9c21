package io.lethe.retention.query;

import io.lethe.service.HttpProblem;
import java.util.List;

/** A question cannot be answered, and the caller is to blame or the thing is not there. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1;

    private final transient HttpProblem problem;

    Refusal(HttpProblem problem) {
        super(problem.title());
        this.problem = problem;
    }

    /** The question itself can be read, and one thing in it is wrong. */
    static Refusal invalid(String pointer, String detail) {
        return new Refusal(HttpProblem.of(
                422,
                "Unprocessable content",
                "The question cannot be answered.",
                List.of(new HttpProblem.Error(pointer, detail))));
    }

    HttpProblem problem() {
        return problem;
    }
}
