package io.lethe.policy.review;

import static io.lethe.policy.file.PolicyDraft.aPolicy;
import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.policy.file.PolicyDraft;
import io.lethe.policy.file.PolicyFile;
import io.lethe.policy.yaml.PolicyException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyReviewTest {

    private static final String AD = "lifetime: P179D";

    @Test
    void nothing_is_found_in_a_policy_that_keeps_the_rules() throws PolicyException {
        assertThat(aPolicy().findings()).isEmpty();
    }

    @Test
    void C4_a_tracker_that_outlives_the_consent_it_rests_on_is_found_one_that_does_not_is_not() throws PolicyException {
        assertThat(aPolicy().with(AD, "lifetime: P182D").findings()).containsExactly("C4 ad");
        assertThat(aPolicy().with(AD, "lifetime: P181D").findings()).isEmpty();
        assertThat(aPolicy().with(AD, "lifetime: session").findings()).isEmpty();
        assertThat(aPolicy()
                        .with(AD, "lifetime: P1Y")
                        .with("purpose: advertising", "purpose: navigation")
                        .findings())
                .as("a strictly necessary cookie rests on no consent")
                .isEmpty();
    }

    @Test
    void C4_consent_to_cookies_without_an_end_or_longer_than_six_months_is_found() throws PolicyException {
        assertThat(aPolicy().without("validFor: P6M, ").findings()).containsExactly("C4 advertising");
        assertThat(aPolicy()
                        .with("validFor: P6M", "validFor: P7M")
                        .with("lifetime: P6M", "lifetime: P7M")
                        .findings())
                .containsExactly("C4 advertising");
        assertThat(aPolicy().with("validFor: P6M", "validFor: P181D").findings())
                .isEmpty();
    }

    @Test
    void C4_a_stored_choice_that_dies_before_the_consent_does_is_found() throws PolicyException {
        assertThat(aPolicy().with("lifetime: P6M", "lifetime: P183D").findings())
                .containsExactly("C4 choices");
        assertThat(aPolicy().with("lifetime: P6M", "lifetime: session").findings())
                .containsExactly("C4 choices");
        assertThat(aPolicy().with("lifetime: P6M", "lifetime: P184D").findings())
                .isEmpty();
    }

    @Test
    void a_tracker_over_thirteen_months_is_found() throws PolicyException {
        String rule = "CNIL recommendation 2020-092, art. 5";

        assertThat(aPolicy().with("lifetime: P6M", "lifetime: P394D").findings())
                .containsExactly(rule + " choices");
        assertThat(aPolicy().with("lifetime: P6M", "lifetime: P13M").findings()).isEmpty();
        assertThat(aPolicy().with("lifetime: P6M", "lifetime: P393D").findings())
                .isEmpty();
    }

    @Test
    void a_row_listed_twice_is_found_once() throws PolicyException {
        String again = "  - {name: ad, category: advertising, lifetime: P179D, recipient: crm, purpose: advertising, "
                + "description: x}\n";

        assertThat(aPolicy().and(again).findings()).containsExactly("GDPR art. 12(1) ad");
        assertThat(aPolicy().and(again).and(again).findings()).containsExactly("GDPR art. 12(1) ad");
        assertThat(aPolicy().and(again.replace("name: ad", "name: ad2")).findings())
                .isEmpty();
    }

    @Test
    void a_row_listed_twice_with_two_lifetimes_is_judged_for_each() throws PolicyException {
        String again = "  - {name: ad, category: advertising, lifetime: P1Y, recipient: crm, purpose: advertising, "
                + "description: x}\n";

        assertThat(aPolicy().and(again).findings()).containsExactly("GDPR art. 12(1) ad", "C4 ad");
    }

    @Test
    void data_whose_retention_is_promised_nowhere_are_found() throws PolicyException {
        assertThat(aPolicy().without(", retention: last-interaction").findings())
                .containsExactly("GDPR art. 13(2)(a) contact-details");
    }

    @Test
    void rights_without_an_address_to_write_to_are_found() throws PolicyException {
        assertThat(aPolicy().without(", email: dpo@example.org").findings())
                .containsExactly("GDPR art. 13(1)(b) Data Protection Officer");
    }

    @Test
    void G1_rights_that_are_answered_later_than_the_law_allows_are_found() throws PolicyException {
        String rule = "GDPR art. 12(3) access";

        assertThat(aPolicy().with("answerWithin: P1M", "answerWithin: P31D").findings())
                .containsExactly(rule);
        assertThat(aPolicy().with("extension: P2M", "extension: P3M").findings())
                .containsExactly(rule);
        assertThat(aPolicy().with("answerWithin: P1M", "answerWithin: P28D").findings())
                .isEmpty();
    }

    @Test
    void G1_public_holidays_of_a_country_in_which_the_controller_is_not_are_found() throws PolicyException {
        PolicyDraft over = aPolicy().with("rights:\n", "rights:\n  movesOn: {holidays: FR}\n");

        assertThat(over.findings()).isEmpty();
        assertThat(over.with("country: FR", "country: BE").findings())
                .containsExactly("Regulation (EEC, Euratom) No 1182/71 art. 3(4) FR");
        assertThat(over.with("country: FR", "country: BE")
                        .with("holidays: FR", "weekends: true")
                        .findings())
                .isEmpty();
    }

    @Test
    void transfers_out_of_the_economic_area_without_a_mechanism_are_found() throws PolicyException {
        assertThat(aPolicy().with("region: FR", "region: US").findings()).containsExactly("GDPR art. 44 crm");
        assertThat(aPolicy().with("region: FR", "region: NO").findings()).isEmpty();
        assertThat(aPolicy()
                        .with("region: FR", "region: US\n      transfer: adequacy-decision")
                        .findings())
                .isEmpty();
    }

    @Test
    void the_real_policy_has_exactly_these_findings() {
        List<Finding> findings = PolicyReview.findings(PolicyFile.builtIn());

        assertThat(findings)
                .extracting(finding -> finding.rule() + " " + finding.subject())
                .containsExactly(
                        "GDPR art. 13(2)(a) browsing-data",
                        "GDPR art. 13(2)(a) recruitment-data",
                        "GDPR art. 13(1)(b) Data Protection Officer",
                        "GDPR art. 12(1) __cf_bm",
                        "C4 __hs_cookie_cat_pref",
                        "C4 _ga",
                        "CNIL recommendation 2020-092, art. 5 _ga",
                        "C4 _ga_LK3ZF80CFG",
                        "CNIL recommendation 2020-092, art. 5 _ga_LK3ZF80CFG",
                        "C4 CLID",
                        "C4 _clck",
                        "GDPR art. 12(1) MR",
                        "C4 MUID",
                        "GDPR art. 12(1) MUID",
                        "C4 SRM_B",
                        "C4 bcookie",
                        "C4 bscookie",
                        "C1 hubspot",
                        "C1 hubspot");
    }

    @Test
    void every_finding_stands_in_the_line_that_it_is_about() throws IOException {
        List<String> lines;
        try (InputStream in = PolicyFile.class.getResourceAsStream("/policy/" + PolicyFile.BUILT_IN)) {
            lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }

        assertThat(PolicyReview.findings(PolicyFile.builtIn()))
                .allSatisfy(finding -> assertThat(lines.get(finding.line() - 1)).contains(finding.subject()));
    }

    @Test
    void findings_read_as_sentences() {
        assertThat(PolicyReview.findings(PolicyFile.builtIn()))
                .extracting(Finding::text)
                .contains(
                        "stays for 399 days, but the consent to audience-measurement that it rests on ends after "
                                + "6 months; shorten its life, or delete it when the consent ends",
                        "remembers choices for 179 days, but they are valid for 6 months; let it live as long as "
                                + "they do, or visitors are asked again too early",
                        "the banner's category advertisement stands for advertising and fraud-detection: whoever agrees "
                                + "to one agrees to the other; give each a category of its own");
    }
}
