package io.lethe.retention.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.policy.file.PolicyFile;
import io.lethe.policy.yaml.PolicyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By what a policy is known again (R5). */
class PolicyMarkTest {

    private final String builtIn;

    PolicyMarkTest() throws IOException {
        try (var file = PolicyFile.class.getResourceAsStream("/policy/" + PolicyFile.BUILT_IN)) {
            assertThat(file).isNotNull();
            builtIn = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version: \"2026-01\"                | version: \"2026-02\"",
                "zone: Europe/Paris                  | zone: Europe/Lisbon",
                "keepFor: P5Y                        | keepFor: P4Y",
                "keepDevicesFor: P399D               | keepDevicesFor: P398D",
                "grace: P30D                         | grace: P31D",
                "validFor: P6M                       | validFor: P5M",
                "contact-form, login, post]          | contact-form, login]",
                "verifiedIdentity: required          | verifiedIdentity: not-required",
                "samePersonBy: [person, back-end, operator] | samePersonBy: [person, back-end]",
                "neverBelow: 100                     | neverBelow: 101",
                "weekends: true, holidays: FR        | weekends: true",
                "weekends: true, holidays: FR        | holidays: FR",
                "warnBefore: P7D                     | warnBefore: P8D",
                "proofWithin: P3M                    | proofWithin: P4M",
                "answerWithin: P1M                   | answerWithin: P29D",
            })
    void R5_a_policy_that_says_anything_else_is_another_one_also_under_the_same_version(String words, String others)
            throws PolicyException {
        assertThat(builtIn).contains(words);

        assertThat(mark(builtIn.replace(words, others))).isNotEqualTo(mark(builtIn));
    }

    @Test
    void R5_a_remark_and_a_line_more_make_no_other_policy() throws PolicyException {
        assertThat(mark("# looked at by a lawyer\n\n" + builtIn)).isEqualTo(mark(builtIn));
    }

    @Test
    void R5_another_way_to_reach_a_recipient_makes_no_other_policy() throws PolicyException {
        String reached = builtIn.replaceFirst(
                "(?m)^( +)- id: hubspot$",
                "$1- inFlight: 5\n$1  dispatch: {http: {method: POST, url: \"https://api.example.org/{email}\","
                        + " headers: {A: \"1\", B: \"2\", C: \"3\"}}}\n$1  id: hubspot");
        assertThat(reached).isNotEqualTo(builtIn);

        assertThat(mark(reached)).isEqualTo(mark(builtIn));
    }

    @Test
    void R5_other_words_at_a_banner_make_no_other_policy() throws PolicyException {
        String asked = builtIn.replace("advertisement: [advertising", "advertisement: [video, advertising")
                .replace("globalPrivacyControl: true", "globalPrivacyControl: false");
        assertThat(asked).isNotEqualTo(builtIn);

        assertThat(mark(asked)).isEqualTo(mark(builtIn));
    }

    @Test
    void R5_the_mark_of_a_policy_is_the_same_in_every_process() {
        // Sets of the JDK are gone through in another order in each process; this was computed in an earlier one.
        assertThat(PolicyMark.of(PolicyFile.builtIn()))
                .isEqualTo(
                        new PolicyMark("2026-01", "fb8a9028048a83738cb41fc310d5012f3bcb2b9209012255d0e7cdfbc35326d9"));
    }

    private static PolicyMark mark(String text) throws PolicyException {
        return PolicyMark.of(PolicyFile.parse("policy", text));
    }
}
