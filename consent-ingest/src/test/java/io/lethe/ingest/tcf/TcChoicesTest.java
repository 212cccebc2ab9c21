package io.lethe.ingest.tcf;

import static io.lethe.ingest.tcf.TcStrings.ALL_PURPOSES;
import static io.lethe.ingest.tcf.TcStrings.aString;
import static io.lethe.ingest.tcf.TcStrings.restriction;
import static io.lethe.ingest.tcf.TcStrings.these;
import static io.lethe.ingest.tcf.TcStrings.undisclosed;
import static org.assertj.core.api.Assertions.assertThat;

import com.iabtcf.encoder.TCStringEncoder;
import com.iabtcf.v2.RestrictionType;
import io.lethe.policy.Policy;
import io.lethe.policy.file.PolicyFile;
import io.lethe.policy.yaml.PolicyException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a TC string says about the policy's purposes. */
class TcChoicesTest {

    private final TcChoices choices = new TcChoices(PolicyFile.builtIn());

    @Test
    void C1_purposes_and_vendors_that_were_consented_to_are_granted() throws Exception {
        assertThat(said(
                        choices,
                        aString().addPurposesConsent(these(ALL_PURPOSES)).addVendorConsent(these(755, 804))))
                .containsExactly(
                        "audience-measurement GRANTED",
                        "advertising google-ads GRANTED",
                        "advertising linkedin GRANTED");
    }

    @Test
    void C1_a_vendor_that_was_not_consented_to_is_refused_by_itself() throws Exception {
        assertThat(said(
                        choices,
                        aString().addPurposesConsent(these(ALL_PURPOSES)).addVendorConsent(these(755))))
                .contains("advertising google-ads GRANTED", "advertising linkedin REFUSED");
    }

    @Test
    void C1_a_purpose_is_granted_only_where_all_that_stand_for_it_are() throws Exception {
        for (int left : new int[] {1, 2, 3, 4, 7}) {
            int[] others =
                    Arrays.stream(ALL_PURPOSES).filter(one -> one != left).toArray();
            assertThat(said(choices, aString().addPurposesConsent(these(others)).addVendorConsent(these(755, 804))))
                    .contains("advertising REFUSED");
        }
    }

    @Test
    void C1_a_string_that_agrees_to_nothing_refuses_all_it_could_have_agreed_to() throws Exception {
        assertThat(said(choices, aString())).containsExactly("audience-measurement REFUSED", "advertising REFUSED");
    }

    @Test
    void C1_a_legitimate_interest_is_no_consent() throws Exception {
        assertThat(said(
                        choices,
                        aString()
                                .addPurposesLITransparency(these(ALL_PURPOSES))
                                .addVendorLegitimateInterest(these(755, 804))))
                .containsExactly("audience-measurement REFUSED", "advertising REFUSED");
    }

    @Test
    void a_vendor_that_was_not_shown_or_is_restricted_is_refused() throws Exception {
        TCStringEncoder.Builder all =
                undisclosed().addPurposesConsent(these(ALL_PURPOSES)).addVendorConsent(these(755, 804));

        assertThat(said(choices, all.addDisclosedVendors(these(804))))
                .contains("advertising google-ads REFUSED", "advertising linkedin GRANTED");
        assertThat(said(
                        choices,
                        all.addDisclosedVendors(these(755, 804))
                                .addPublisherRestrictionEntry(restriction(3, RestrictionType.NOT_ALLOWED, 755))
                                .addPublisherRestrictionEntry(
                                        restriction(7, RestrictionType.REQUIRE_LEGITIMATE_INTEREST, 804))))
                .contains("advertising google-ads REFUSED", "advertising linkedin REFUSED");
        assertThat(said(
                        choices,
                        all.clearPublisherRestrictionEntry()
                                .addPublisherRestrictionEntry(restriction(3, RestrictionType.REQUIRE_CONSENT, 755))
                                .addPublisherRestrictionEntry(restriction(10, RestrictionType.NOT_ALLOWED, 804))))
                .contains("advertising google-ads GRANTED", "advertising linkedin GRANTED");
    }

    @Test
    void C1_an_objection_to_a_legitimate_interest_is_one_and_what_was_not_shown_counts_as_one() throws Exception {
        TcChoices interest = new TcChoices(policy(
                "      name: Choosing, capping and measuring advertising\n      basis: consent\n      validFor: P6M\n",
                "      name: Choosing, capping and measuring advertising\n      basis: legitimate-interest\n"));

        assertThat(said(
                        interest,
                        aString()
                                .addPurposesLITransparency(these(ALL_PURPOSES))
                                .addVendorLegitimateInterest(these(755))))
                .contains("advertising google-ads OBJECTION_LIFTED", "advertising linkedin OBJECTED");
        assertThat(said(
                        interest,
                        aString().addPurposesConsent(these(ALL_PURPOSES)).addVendorConsent(these(755))))
                .contains("advertising OBJECTED");
    }

    @Test
    void a_special_feature_that_a_purpose_needs_has_to_be_opted_in_to() throws Exception {
        TcChoices located = new TcChoices(policy("specialFeatures: {}", "specialFeatures: {\"1\": [video]}"));

        assertThat(said(located, aString().addSpecialFeatureOptIns(1))).contains("video GRANTED");
        assertThat(said(located, aString().addSpecialFeatureOptIns(2))).contains("video REFUSED");
    }

    @Test
    void a_policy_without_a_table_understands_no_string() throws Exception {
        assertThat(choices.isEmpty()).isFalse();
        assertThat(new TcChoices(policy("(?s)\n  tcf:.*?\n\n", "\n\n")).isEmpty())
                .isTrue();
    }

    private static List<String> said(TcChoices choices, TCStringEncoder.Builder string)
            throws UnreadableTcStringException {
        return choices.of(TcString.read(string.encode())).stream()
                .map(one ->
                        one.purpose() + " " + (one.recipient() == null ? "" : one.recipient() + " ") + one.decision())
                .toList();
    }

    private static Policy policy(String passage, String other) throws Exception {
        try (var in = PolicyFile.class.getResourceAsStream("/policy/" + PolicyFile.BUILT_IN)) {
            String file = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace(
                            "      globalPrivacyControl: true # our decision: the signal speaks against data being passed on for advertising\n",
                            "");
            String changed =
                    passage.startsWith("(?s)") ? file.replaceFirst(passage, other) : file.replace(passage, other);
            assertThat(changed).isNotEqualTo(file);
            return PolicyFile.parse("policy", changed);
        } catch (PolicyException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }
}
