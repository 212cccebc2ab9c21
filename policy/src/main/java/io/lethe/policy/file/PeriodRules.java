package io.lethe.policy.file;

import static io.lethe.policy.yaml.YamlWalk.elements;
import static io.lethe.policy.yaml.YamlWalk.scalar;

import io.lethe.policy.Lifetime;
import io.lethe.policy.yaml.PolicyProblems;
import io.lethe.policy.yaml.Wording;
import io.lethe.policy.yaml.Yaml;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Every length of time in a policy goes forward. */
final class PeriodRules {

    private final Yaml root;
    private final PolicyProblems problems;

    PeriodRules(Yaml root, PolicyProblems problems) {
        this.root = root;
        this.problems = problems;
    }

    void check() {
        List.of("keepFor", "keepDevicesFor", "grace", "proof").forEach(name -> period(root, "retention", name));
        period(root, "erasure", "escalateAfter");
        period(root, "rights", "warnBefore");
        period(root, "rights", "proofWithin");
        Stream.of("ofPersons", "ofDevices")
                .flatMap(scope -> elements(root, "purposes", scope).stream())
                .forEach(purpose -> period(purpose, "validFor"));
        for (Yaml.Mapping right : elements(root, "rights", "list")) {
            period(right, "answerWithin");
            period(right, "extension");
        }
        elements(root, "cookies").forEach(this::lifetime);
        retry();
        duration("erasure", "wave", "within");
    }

    private void period(Yaml from, String... path) {
        scalar(from, path).ifPresent(at -> {
            Optional<Period> period = parsed(() -> Period.parse(at.text()));
            if (period.isPresent() && !goesForward(period.get())) {
                notPositive(at, path[path.length - 1]);
            }
        });
    }

    private void lifetime(Yaml.Mapping cookie) {
        scalar(cookie, "lifetime").ifPresent(at -> {
            Optional<Lifetime> lifetime = parsed(() -> Lifetime.parse(at.text()));
            if (lifetime.isPresent() && lifetime.get() instanceof Lifetime.Lasting lasting && !goesForward(lasting)) {
                notPositive(at, "lifetime");
            }
        });
    }

    private void retry() {
        Optional<Duration> first = duration("erasure", "retry", "first");
        Optional<Duration> longest = duration("erasure", "retry", "longest");
        if (first.isPresent() && longest.isPresent() && longest.get().compareTo(first.get()) < 0) {
            Yaml.Scalar at = scalar(root, "erasure", "retry", "longest").orElseThrow();
            problems.add(
                    at.place(),
                    "longest '" + Wording.shorten(at.text()) + "' is shorter than the first wait; make it at least as "
                            + "long");
        }
    }

    private Optional<Duration> duration(String... path) {
        Optional<Yaml.Scalar> at = scalar(root, path);
        Optional<Duration> duration = at.flatMap(one -> parsed(() -> Duration.parse(one.text())));
        if (duration.isPresent() && !duration.get().isPositive()) {
            notPositive(at.orElseThrow(), path[path.length - 1]);
            return Optional.empty();
        }
        return duration;
    }

    private static boolean goesForward(Period period) {
        return !period.isNegative() && !period.isZero();
    }

    private static boolean goesForward(Lifetime.Lasting lifetime) {
        boolean backward = lifetime.days().isNegative() || lifetime.time().isNegative();
        return !backward && !(lifetime.days().isZero() && lifetime.time().isZero());
    }

    private void notPositive(Yaml.Scalar at, String name) {
        problems.add(
                at.place(),
                name + " '" + Wording.shorten(at.text()) + "' must be longer than nothing; give one that is");
    }

    /** What is not written as a length of time has been refused by the schema. */
    private static <T> Optional<T> parsed(Supplier<T> parse) {
        try {
            return Optional.of(parse.get());
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
