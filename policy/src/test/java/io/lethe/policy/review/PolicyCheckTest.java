package io.lethe.policy.review;

import static io.lethe.policy.file.PolicyDraft.aPolicy;
import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.policy.file.PolicyDraft;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCheckTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream report = new ByteArrayOutputStream();

    @Test
    void a_policy_in_order_exits_with_0() throws IOException {
        assertThat(check(aPolicy())).isZero();
        assertThat(report.toString(StandardCharsets.UTF_8)).contains("It can be used, and nothing was found.");
    }

    @Test
    void findings_exit_with_1_and_name_line_and_rule() throws IOException {
        assertThat(check(aPolicy().without(", email: dpo@example.org"))).isEqualTo(1);
        assertThat(report.toString(StandardCharsets.UTF_8))
                .contains("policy.yaml:33: Data Protection Officer: 2 rights can be exercised, but no address is given "
                        + "to write to; give one [GDPR art. 13(1)(b)]")
                .contains("It can be used; 1 finding.");
    }

    @Test
    void a_file_that_cannot_be_used_exits_with_2_and_tells_every_problem() throws IOException {
        assertThat(check(aPolicy().with("P5Y", "5 years").with("Europe/Paris", "Paris")))
                .isEqualTo(2);
        assertThat(report.toString(StandardCharsets.UTF_8))
                .contains("policy.yaml:3:7: zone 'Paris'")
                .contains("policy.yaml:27:22: retention.keepFor: '5 years'")
                .contains("cannot be used: 2 problems.");
    }

    @Test
    void a_missing_file_exits_with_2() {
        assertThat(run(Optional.of(folder.resolve("none.yaml")))).isEqualTo(2);
    }

    @Test
    void without_a_file_the_built_in_policy_is_checked() {
        assertThat(run(Optional.empty())).isEqualTo(1);
        assertThat(report.toString(StandardCharsets.UTF_8))
                .startsWith("Policy 2026-01 of ITESOFT (itesoft-2026-01.yaml), in force from 2026-01-01")
                .contains("19 findings");
    }

    private int check(PolicyDraft draft) throws IOException {
        return run(Optional.of(Files.writeString(folder.resolve("policy.yaml"), draft.yaml())));
    }

    private int run(Optional<Path> file) {
        return PolicyCheck.run(file, new PrintStream(report, true, StandardCharsets.UTF_8));
    }
}
