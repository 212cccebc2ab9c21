package io.lethe.local;

import io.lethe.policy.Policy;
import io.lethe.policy.PolicyException;
import io.lethe.policy.PolicyFile;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;

/** The policy that a pipeline was started with. */
final class AppliedPolicy {

    private AppliedPolicy() {}

    /** The time zone in which a pipeline's times are shown. */
    static ZoneId zone(DataFolder data) {
        return of(data).zone();
    }

    static Policy of(DataFolder data) {
        Optional<Path> file = Choices.in(data).flatMap(Choices::policy);
        try {
            return file.isPresent() ? PolicyFile.load(file.get()) : PolicyFile.builtIn();
        } catch (PolicyException e) {
            throw new PipelineException("the policy cannot be used; './lethe policy check' says why");
        }
    }
}
