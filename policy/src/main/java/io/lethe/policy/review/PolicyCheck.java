package io.lethe.policy.review;

import io.lethe.policy.Policy;
import io.lethe.policy.file.PolicyFile;
import io.lethe.policy.yaml.PolicyException;
import io.lethe.policy.yaml.Wording;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Tells an operator or a lawyer whether a policy file can be used, and what is found in it. */
public final class PolicyCheck {

    /** The policy can be used, and nothing is found in it. */
    public static final int CLEAN = 0;
    /** The policy can be used, and breaks rules. */
    public static final int FINDINGS = 1;
    /** The file cannot be used. */
    public static final int INVALID = 2;

    private PolicyCheck() {}

    /**
     * Checks a file and prints a report.
     *
     * @param file the policy file; empty: the built-in policy
     * @return the exit code
     */
    public static int run(Optional<Path> file, PrintStream out) {
        String name = file.map(Path::toString).orElse(PolicyFile.BUILT_IN);
        try {
            Policy policy = file.isPresent() ? PolicyFile.load(file.get()) : PolicyFile.builtIn();
            return report(name, policy, out);
        } catch (PolicyException e) {
            e.problems().forEach(out::println);
            out.println();
            out.println(name + " cannot be used: " + Wording.count(e.problems().size(), "problem") + ".");
            return INVALID;
        }
    }

    private static int report(String name, Policy policy, PrintStream out) {
        out.println("Policy " + policy.version() + " of " + policy.controller().name() + " (" + name
                + "), in force from " + policy.effectiveFrom() + ", counted in " + policy.zone());
        out.println(String.join(
                ", ",
                Wording.count(policy.purposes().size(), "purpose"),
                policy.dataCategories().size() + " categories of data",
                Wording.count(policy.recipients().size(), "recipient system"),
                Wording.count(policy.rights().size(), "right"),
                policy.cookies().size() + " rows in the list of cookies"));
        out.println("Data are kept for " + Wording.of(policy.retention().period()) + " after the last of "
                + String.join(", ", policy.retention().interactionKinds()) + "; those of a device for "
                + Wording.of(policy.retention().devices()) + " after its last sign of life");
        out.println();
        List<Finding> findings = PolicyReview.findings(policy);
        for (Finding finding : findings) {
            out.println(name + ":" + finding.line() + ": " + finding.subject() + ": " + finding.text() + " ["
                    + finding.rule() + "]");
        }
        if (findings.isEmpty()) {
            out.println("It can be used, and nothing was found.");
            return CLEAN;
        }
        out.println();
        out.println("It can be used; " + Wording.count(findings.size(), "finding") + ".");
        return FINDINGS;
    }
}
