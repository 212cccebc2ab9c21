package io.lethe.policy.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.policy.IdentifierKind;
import io.lethe.policy.LastDays;
import io.lethe.policy.Policy;
import io.lethe.policy.PublicHolidays;
import io.lethe.policy.RecipientSystem;
import io.lethe.policy.Right;
import io.lethe.policy.Scope;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The built-in policy says what the published one says. */
class BuiltInPolicyTest {

    private final Policy policy = PolicyFile.builtIn();

    @Test
    void it_is_version_2026_01_and_counts_in_Paris() {
        assertThat(policy.version()).isEqualTo("2026-01");
        assertThat(policy.zone()).isEqualTo(ZoneId.of("Europe/Paris"));
        assertThat(policy.controller().name()).isEqualTo("ITESOFT");
    }

    @Test
    void five_purposes_of_persons_have_their_legal_bases() {
        assertThat(policy.purposes().stream().filter(one -> one.scope() == Scope.PERSON))
                .extracting(one -> one.id() + ": " + one.basis().id())
                .containsExactlyInAnyOrder(
                        "respond-to-requests: consent",
                        "newsletters: consent",
                        "needs-analysis: legitimate-interest",
                        "improvement: legitimate-interest",
                        "rights-requests: legal-obligation");
    }

    @Test
    void C4_consent_to_cookies_is_valid_for_six_months_strictly_necessary_ones_offer_no_choice() {
        assertThat(policy.purposes().stream().filter(one -> one.scope() == Scope.DEVICE))
                .extracting(one -> one.id() + ": " + one.basis().id()
                        + one.validity().map(v -> " " + v).orElse(""))
                .containsExactlyInAnyOrder(
                        "navigation: strictly-necessary",
                        "stored-choices: strictly-necessary",
                        "audience-measurement: consent P6M",
                        "video: consent P6M",
                        "advertising: consent P6M",
                        "social-sharing: consent P6M",
                        "fraud-detection: consent P6M");
    }

    @Test
    void R1_five_years_after_the_last_interaction_of_six_kinds() {
        assertThat(policy.retention().period()).isEqualTo(Period.ofYears(5));
        assertThat(policy.retention().interactionKinds())
                .containsExactlyInAnyOrder(
                        "newsletter-subscription",
                        "brochure-download",
                        "white-paper-download",
                        "contact-form",
                        "login",
                        "post");
        assertThat(policy.isInteractionKind("login")).isTrue();
        assertThat(policy.isInteractionKind("page-view")).isFalse();
    }

    @Test
    void E1_every_system_is_owed_the_deletion_of_a_visitor_HubSpot_alone_that_of_a_person() {
        assertThat(policy.recipientsKnowing(IdentifierKind.VISITOR_ID, Instant.EPOCH))
                .extracting(RecipientSystem::id)
                .containsExactly(
                        "hubspot", "google-analytics", "google-ads", "microsoft-clarity", "linkedin", "cloudflare");
        assertThat(policy.recipientsKnowing(IdentifierKind.EMAIL, Instant.EPOCH))
                .extracting(RecipientSystem::id)
                .containsExactly("hubspot");
        assertThat(policy.recipientsKnowing(IdentifierKind.CUSTOMER_ID, Instant.EPOCH))
                .extracting(RecipientSystem::id)
                .containsExactly("hubspot");
        assertThat(policy.recipientCategories()).hasSize(4);
    }

    @Test
    void G1_seven_rights_each_answered_within_a_month_or_two_more() {
        assertThat(policy.rights())
                .extracting(Right::id)
                .containsExactly(
                        "access",
                        "rectification",
                        "erasure",
                        "objection",
                        "restriction",
                        "portability",
                        "consent-withdrawal");
        assertThat(policy.rights()).allSatisfy(right -> {
            assertThat(right.answerWithin()).isEqualTo(Period.ofMonths(1));
            assertThat(right.extension()).isEqualTo(Period.ofMonths(2));
        });
        assertThat(policy.right("access")).isPresent();
        assertThat(policy.right("oblivion")).isEmpty();
    }

    @Test
    void G1_a_last_day_moves_on_over_weekends_and_the_holidays_of_France() {
        assertThat(policy.lastDays()).isEqualTo(new LastDays(true, Optional.of(PublicHolidays.FRANCE)));
    }

    @Test
    void every_row_of_the_list_of_cookies_is_there_with_its_lifetime() {
        assertThat(policy.cookies())
                .extracting(row -> row.name() + " " + row.category() + " " + row.lifetime())
                .isEqualTo(List.of(
                        "__cf_bm necessary PT29M",
                        "__cf_bm necessary PT29M",
                        "__cfruid necessary session",
                        "__hs_cookie_cat_pref necessary P179D",
                        "__hssrc statistical session",
                        "__hstc statistical P179D",
                        "__hssc statistical PT29M",
                        "hubspotutk statistical P179D",
                        "hs_ab_test statistical session",
                        "_ga statistical P399D",
                        "_ga_LK3ZF80CFG statistical P399D",
                        "_gcl_au advertising P89D",
                        "CLID statistical P364D",
                        "SM statistical session",
                        "ANONCHK statistical PT9M",
                        "_clck statistical P364D",
                        "_clsk statistical PT23H59M",
                        "MR statistical P6D",
                        "MR statistical P6D",
                        "MUID statistical P389D",
                        "MUID statistical P389D",
                        "SRM_B statistical P389D",
                        "lidc advertising PT24H",
                        "bcookie advertising P364D",
                        "bscookie advertising P354D",
                        "ln_or advertising PT23H59M",
                        "UserMatchHistory advertising P29D",
                        "li_sugr advertising P89D",
                        "StatistiqueSyncHistory advertising P29D"));
    }
}
