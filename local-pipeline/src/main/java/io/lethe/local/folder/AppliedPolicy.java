package io.lethe.local.folder;

import io.lethe.policy.Policy;
import io.lethe.policy.file.PolicyFile;
import io.lethe.policy.yaml.PolicyException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;

/** The policy that a pipeline was started with. */
public final class AppliedPolicy {

    private AppliedPolicy() {}

    /** The time zone in which a pipeline's times are shown. */
    public static ZoneId zone(DataFolder data) {
        return of(data).zone();
    }

    public static Policy of(DataFolder data) {
        Optional<Path> file = Choices.in(data).flatMap(Choices::policy);
        try {
            return file.isPresent() ? PolicyFile.load(file.get()) : PolicyFile.builtIn();
        } catch (PolicyException e) {
            throw new PipelineException("the policy cannot be used; './lethe policy check' says why");
        }
    }
}
