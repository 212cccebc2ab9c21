package io.lethe.consent.filter;

import static io.lethe.consent.filter.DropReason.ERASED;
import static io.lethe.consent.filter.DropReason.EXPIRED;
import static io.lethe.consent.filter.DropReason.INVALIDATED;
import static io.lethe.consent.filter.DropReason.NO_SUBJECT;
import static io.lethe.consent.filter.DropReason.OBJECTED;
import static io.lethe.consent.filter.DropReason.REFUSED;
import static io.lethe.consent.filter.DropReason.RESTRICTED;
import static io.lethe.consent.filter.DropReason.UNKNOWN;
import static io.lethe.consent.filter.DropReason.WITHDRAWN;
import static io.lethe.consent.filter.Said.change;
import static io.lethe.consent.filter.Said.correction;
import static io.lethe.consent.filter.Said.order;
import static io.lethe.consent.filter.Said.state;
import static io.lethe.consent.filter.Said.statement;
import static io.lethe.consent.filter.Said.under;
import static io.lethe.schemas.Decision.GRANTED;
import static io.lethe.schemas.topics.Topics.CONSENT_CHANGES;
import static io.lethe.schemas.topics.Topics.CONSENT_STATE;
import static io.lethe.schemas.topics.Topics.CONSENT_STATEMENTS;
import static io.lethe.schemas.topics.Topics.CORRECTIONS;
import static io.lethe.schemas.topics.Topics.ERASURE_ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lethe.consent.ConsentStatus;
import io.lethe.policy.LegalBasis;
import io.lethe.policy.Policy;
import io.lethe.schemas.ConsentStatement;
import io.lethe.schemas.Decision;
import io.lethe.schemas.topics.ForgettingWindow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.streams.StreamsBuilder;
import org.junit.jupiter.api.Test;

class ConsentFilterTest {

    @Test
    void C6_a_record_passes_from_the_grant_on_and_not_before() {
        try (FilterHarness application = FilterHarness.ofTheReadme()) {
            application.hears(CONSENT_STATEMENTS, statement("2026-01-10T12:00:00Z", GRANTED, "newsletters"));

            assertThat(application.passes("2026-01-10T11:59:59.999Z")).isFalse();
            assertThat(application.passes("2026-01-10T12:00:00Z")).isTrue();
            assertThat(application.dropped).containsExactly(UNKNOWN);
        }
    }

    @Test
    void C6_a_record_is_judged_by_its_own_time_also_after_the_withdrawal() {
        try (FilterHarness application = FilterHarness.ofTheReadme()) {
            application
                    .hears(CONSENT_STATEMENTS, statement("2026-01-10T12:00:00Z", GRANTED, "newsletters"))
                    .hears(CONSENT_STATEMENTS, statement("2026-02-10T12:00:00Z", Decision.WITHDRAWN, "newsletters"));

            assertThat(application.passes("2026-02-10T12:00:00Z")).isFalse();
            assertThat(application.passes("2026-02-10T11:59:59.999Z")).isTrue();
            assertThat(application.dropped).containsExactly(WITHDRAWN);
        }
    }

    @Test
    void C4_a_record_is_dropped_from_the_end_of_the_window_on() {
        try (FilterHarness application = FilterHarness.of("audience-measurement", "google-analytics")) {
            application.hears(CONSENT_STATEMENTS, statement("2026-01-10T12:00:00Z", GRANTED, "audience-measurement"));

            assertThat(application.passes("2026-07-10T10:59:59.999Z")).isTrue();
            assertThat(application.passes("2026-07-10T11:00:00Z")).isFalse();
            assertThat(application.dropped).containsExactly(EXPIRED);
        }
    }

    @Test
    void C1_a_choice_for_one_recipient_is_the_exception_to_the_one_for_all() {
        ConsentStatement granted = statement("2026-01-10T12:00:00Z", GRANTED, "audience-measurement");
        ConsentStatement refused =
                statement("2026-01-11T12:00:00Z", Decision.REFUSED, "audience-measurement", "google-analytics");
        try (FilterHarness excepted = FilterHarness.of("audience-measurement", "google-analytics");
                FilterHarness another = FilterHarness.of("audience-measurement", "hubspot")) {
            excepted.hears(CONSENT_STATEMENTS, granted).hears(CONSENT_STATEMENTS, refused);
            another.hears(CONSENT_STATEMENTS, granted).hears(CONSENT_STATEMENTS, refused);

            assertThat(excepted.passes("2026-01-12T12:00:00Z")).isFalse();
            assertThat(another.passes("2026-01-12T12:00:00Z")).isTrue();
            assertThat(excepted.dropped).containsExactly(REFUSED);
        }
    }

    @Test
    void C1_a_legitimate_interest_lets_pass_until_the_objection_and_again_once_it_is_lifted() {
        try (FilterHarness application = FilterHarness.of("needs-analysis", "hubspot")) {
            application
                    .hears(CONSENT_STATEMENTS, statement("2026-01-10T12:00:00Z", Decision.OBJECTED, "needs-analysis"))
                    .hears(
                            CONSENT_STATEMENTS,
                            statement("2026-01-20T12:00:00Z", Decision.OBJECTION_LIFTED, "needs-analysis"));

            assertThat(application.passes("2026-01-10T11:59:59.999Z")).isTrue();
            assertThat(application.passes("2026-01-10T12:00:00Z")).isFalse();
            assertThat(application.passes("2026-01-20T12:00:00Z")).isTrue();
            assertThat(application.dropped).containsExactly(OBJECTED);
        }
    }

    @Test
    void R4_while_processing_is_restricted_nothing_passes_of_whatever_time_and_then_again_what_was_agreed_to() {
        try (FilterHarness application = FilterHarness.ofTheReadme()) {
            application
                    .hears(CONSENT_STATEMENTS, statement("2026-01-10T12:00:00Z", GRANTED, "newsletters"))
                    .hears(CONSENT_STATE, state(true));

            assertThat(application.passes("2026-01-11T12:00:00Z")).isFalse();
            assertThat(application.passes("2026-03-01T12:00:00Z")).isFalse();
            application.hears(CONSENT_STATE, state(false));
            assertThat(application.passes("2026-01-11T12:00:00Z")).isTrue();
            assertThat(application.dropped).containsExactly(RESTRICTED, RESTRICTED);
        }
    }

    @Test
    void R4_a_restriction_stops_a_legitimate_interest_and_neither_a_duty_nor_what_the_page_needs() {
        try (FilterHarness interest = FilterHarness.of("needs-analysis", null);
                FilterHarness duty = FilterHarness.of("rights-requests", null);
                FilterHarness page = FilterHarness.of("navigation", null)) {
            for (FilterHarness each : List.of(interest, duty, page)) {
                each.hears(CONSENT_STATE, state(true));
            }

            assertThat(interest.passes("2026-01-11T12:00:00Z")).isFalse();
            assertThat(duty.passes("2026-01-11T12:00:00Z")).isTrue();
            assertThat(page.passes("2026-01-11T12:00:00Z")).isTrue();
        }
    }

    @Test
    void R4_of_a_subject_whose_state_is_gone_nothing_is_restricted() {
        try (FilterHarness application = FilterHarness.ofTheReadme()) {
            application
                    .hears(CONSENT_STATEMENTS, statement("2026-01-10T12:00:00Z", GRANTED, "newsletters"))
                    .hears(CONSENT_STATE, state(true))
                    .hearsOfTheEndOf(CONSENT_STATE);

            assertThat(application.passes("2026-01-11T12:00:00Z")).isTrue();
        }
    }

    @Test
    void C1_what_offers_no_choice_always_passes() {
        try (FilterHarness application = FilterHarness.of("navigation", null)) {
            assertThat(application.passes("2026-01-10T12:00:00Z")).isTrue();
            assertThat(application.passes(null, Instant.parse("2026-01-10T12:00:00Z")))
                    .isTrue();
        }
    }

    @Test
    void C1_each_status_is_a_reason_or_none_by_the_legal_basis() {
        assertThat(permitting(LegalBasis.CONSENT))
                .containsExactlyInAnyOrder(ConsentStatus.GIVEN, ConsentStatus.RENEWED);
        assertThat(permitting(LegalBasis.LEGITIMATE_INTEREST))
                .containsExactlyInAnyOrder(Arrays.stream(ConsentStatus.values())
                        .filter(status -> status != ConsentStatus.OBJECTED)
                        .toArray(ConsentStatus[]::new));
        assertThat(permitting(LegalBasis.LEGAL_OBLIGATION)).containsExactlyInAnyOrder(ConsentStatus.values());
        assertThat(FilterByConsent.reasonToDrop(LegalBasis.CONSENT, ConsentStatus.INVALIDATED))
                .contains(DropReason.INVALIDATED);
    }

    @Test
    void R5_a_record_is_dropped_from_the_day_on_which_its_purpose_became_another_one_until_that_is_agreed_to()
            throws Exception {
        Policy changed = FilterHarness.withNewslettersChangedOn("2026-03-01");
        try (FilterHarness application = FilterHarness.under(changed, "newsletters", "hubspot")) {
            application.hears(CONSENT_STATEMENTS, statement("2026-01-10T12:00:00Z", GRANTED, "newsletters"));

            assertThat(application.passes("2026-02-28T22:59:59.999Z")).isTrue();
            assertThat(application.passes("2026-02-28T23:00:00Z")).isFalse();
            application.hears(
                    CONSENT_STATEMENTS, under("2026-03", statement("2026-03-02T12:00:00Z", GRANTED, "newsletters")));
            assertThat(application.passes("2026-03-02T11:59:59.999Z")).isFalse();
            assertThat(application.passes("2026-03-02T12:00:00Z")).isTrue();
            assertThat(application.dropped).containsExactly(INVALIDATED, INVALIDATED);
        }
    }

    @Test
    void a_record_without_a_key_is_dropped_as_nobodys() {
        try (FilterHarness application = FilterHarness.ofTheReadme()) {
            assertThat(application.passes(null, Instant.parse("2026-01-10T12:00:00Z")))
                    .isFalse();
            assertThat(application.dropped).containsExactly(NO_SUBJECT);
            assertThat(NO_SUBJECT.tag()).isEqualTo("no-subject");
        }
    }

    @Test
    void E6_what_was_said_up_to_an_erasure_is_forgotten_also_if_it_comes_late() {
        try (FilterHarness application = FilterHarness.ofTheReadme()) {
            ConsentStatement granted = statement("2026-01-10T12:00:00Z", GRANTED, "newsletters");
            ConsentStatement granted2 = statement("2026-01-10T12:00:00.001Z", GRANTED, "newsletters");

            application
                    .hears(CONSENT_STATEMENTS, granted)
                    .hears(ERASURE_ORDERS, order("2026-01-10T12:00:00Z"))
                    .hears(CONSENT_STATEMENTS, granted);

            assertThat(application.passes("2026-01-10T13:00:00Z")).isFalse();
            assertThat(application.known().statements()).isEmpty();
            application.hears(CONSENT_STATEMENTS, granted2);
            assertThat(application.passes("2026-01-10T13:00:00Z")).isTrue();
            assertThat(application.dropped).containsExactly(UNKNOWN);
        }
    }

    @Test
    void E6_a_record_from_before_an_erasure_brings_nothing_back_and_one_from_after_it_is_of_a_new_life() {
        try (FilterHarness application = FilterHarness.of("needs-analysis", "hubspot")) {
            application.hears(ERASURE_ORDERS, order("2026-01-10T12:00:00Z"));

            assertThat(application.passes("2026-01-10T12:00:00Z")).isFalse();
            assertThat(application.passes("2026-01-10T12:00:00.001Z")).isTrue();
            assertThat(application.dropped).containsExactly(ERASED);
        }
    }

    @Test
    void G7_what_was_given_under_a_wrong_address_lets_nothing_through_for_whoever_has_it_since() {
        try (FilterHarness application = FilterHarness.ofTheReadme()) {
            application.hears(CONSENT_STATEMENTS, statement("2026-01-10T12:00:00Z", Decision.GRANTED, "newsletters"));
            assertThat(application.passes("2026-01-10T13:00:00Z")).isTrue();

            application.hears(CORRECTIONS, correction("2026-01-11T12:00:00Z"));

            assertThat(application.passes("2026-01-12T12:00:00Z")).isFalse();
            assertThat(application.dropped).containsExactly(UNKNOWN);
        }
    }

    @Test
    void C2_a_change_whose_statement_is_known_adds_nothing() {
        try (FilterHarness application = FilterHarness.ofTheReadme()) {
            Instant at = Instant.parse("2026-01-20T12:00:00Z");
            application.hears(CONSENT_STATEMENTS, statement("request-1", at, Decision.WITHDRAWN, "newsletters", null));
            KnownChoices before = application.known();

            application.hears(
                    CONSENT_CHANGES,
                    change("2026-01-20T12:00:00Z", io.lethe.schemas.ConsentStatus.WITHDRAWN, "newsletters"));

            assertThat(application.known()).isEqualTo(before);
        }
    }

    @Test
    void C6_a_withdrawal_through_the_rights_desk_counts_and_an_expiry_that_is_told_changes_nothing() {
        try (FilterHarness application = FilterHarness.ofTheReadme()) {
            application
                    .hears(CONSENT_STATEMENTS, statement("2026-01-10T12:00:00Z", GRANTED, "newsletters"))
                    .hears(
                            CONSENT_CHANGES,
                            change("2026-01-15T12:00:00Z", io.lethe.schemas.ConsentStatus.EXPIRED, "newsletters"))
                    .hears(
                            CONSENT_CHANGES,
                            change("2026-01-20T12:00:00Z", io.lethe.schemas.ConsentStatus.WITHDRAWN, "newsletters"));

            assertThat(application.passes("2026-01-20T11:59:59.999Z")).isTrue();
            assertThat(application.passes("2026-01-20T12:00:00Z")).isFalse();
            assertThat(application.dropped).containsExactly(WITHDRAWN);
        }
    }

    @Test
    void C7_repeats_and_what_does_not_decide_are_not_kept() {
        try (FilterHarness application = FilterHarness.ofTheReadme()) {
            for (int day = 0; day < 100; day++) {
                Instant at = Instant.parse("2026-01-10T12:00:00Z").plusSeconds(86_400L * day);
                application.hears(CONSENT_STATEMENTS, statement("e-" + day, at, GRANTED, "newsletters", null));
            }

            assertThat(application.known().statements())
                    .hasSizeLessThanOrEqualTo(KnownChoices.FEW)
                    .allSatisfy(one -> assertThat(one.proof().noticeId()).isEmpty());
            assertThat(application.passes("2026-01-10T12:00:00Z")).isTrue();
        }
    }

    @Test
    void C1_purposes_and_recipients_are_the_policys() {
        ConsentFilter filter = ConsentFilter.reading(
                new StreamsBuilder(),
                FilterHarness.POLICY,
                Map.of("schema.registry.url", "mock://none"),
                ForgettingWindow.DEFAULT);

        assertThatThrownBy(() -> filter.forPurpose("world-peace"))
                .hasMessage("the policy has no purpose 'world-peace'");
        assertThatThrownBy(() -> filter.forPurpose("newsletters").andRecipient("google-ads"))
                .hasMessage("the policy has no recipient 'google-ads' for the purpose 'newsletters'");
    }

    @Test
    void the_example_in_the_readme_is_the_one_that_is_tested() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/lethe/consent/filter/OpenedMails.java"));
        String example = source.substring(
                source.indexOf("// example:begin\n") + "// example:begin\n".length(),
                source.indexOf("    // example:end"));

        assertThat(Path.of("README.md")).content().contains("```java\n" + example.replaceAll("(?m)^ {4}", "") + "```");
    }

    private static Iterable<ConsentStatus> permitting(LegalBasis basis) {
        return Arrays.stream(ConsentStatus.values())
                .filter(status -> FilterByConsent.reasonToDrop(basis, status).isEmpty())
                .collect(Collectors.toSet());
    }
}
