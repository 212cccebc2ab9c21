package io.lethe.policy.file;

import static io.lethe.policy.file.PolicyDraft.aPolicy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyRulesTest {

    @Test
    void nothing_is_wrong_with_the_draft() {
        assertThat(aPolicy().problems()).isEmpty();
    }

    @ParameterizedTest(name = "{1} -> {2}")
    @CsvSource(delimiter = '|', textBlock = """
        category: providers                  | category: ^provider                   | category of recipients 'provider' is not listed; did you mean 'providers'?
        purposes: [newsletters, n            | purposes: [^ads, n                    | purpose 'ads' is not listed; use one of newsletters, improvement, navigation, advertising
        dataCategories: [contact-details, b  | dataCategories: [^contacts-detail, b  | category of data 'contacts-detail' is not listed; did you mean 'contact-details'?
        recipient: crm                       | recipient: ^cms                       | recipient system 'cms' is not listed; use one of crm
        purpose: advertising                 | purpose: ^newsletters                 | purpose of devices 'newsletters' is not listed; use one of navigation, advertising
        id: improvement                      | id: ^newsletters                      | purpose 'newsletters' has been given already, in line 11; choose another id
        id: erasure                          | id: ^access                           | right 'access' has been given already, in line 35; choose another id
        basis: legitimate-interest           | basis: ^strictly-necessary            | basis 'strictly-necessary' is for trackers on devices alone; a purpose of persons rests on another basis (GDPR art. 6(1))
        basis: strictly-necessary            | basis: strictly-necessary, validFor: ^P6M  | validFor 'P6M' has nothing to limit, as the basis is strictly-necessary and it offers no choice that could end; take it out
        basis: legitimate-interest           | basis: legitimate-interest, validFor: ^P6M | validFor 'P6M' has nothing to limit, as the basis is legitimate-interest and an objection does not lapse; take it out
        {keepFor: P5Y,                       | {keepFor: P5Y, keepDevicesFor: ^P0D,   | keepDevicesFor 'P0D' must be longer than nothing; give one that is
        keepFor: P5Y                         | keepFor: ^P0Y                         | keepFor 'P0Y' must be longer than nothing; give one that is
        grace: P30D                          | grace: ^P-1D                          | grace 'P-1D' must be longer than nothing; give one that is
        proof: P5Y                           | proof: ^P1Y-1D                        | proof 'P1Y-1D' must be longer than nothing; give one that is
        escalateAfter: P30D                  | escalateAfter: ^P0D                   | escalateAfter 'P0D' must be longer than nothing; give one that is
        validFor: P6M                        | validFor: ^P0M                        | validFor 'P0M' must be longer than nothing; give one that is
        answerWithin: P1M, e                 | answerWithin: ^P0M, e                 | answerWithin 'P0M' must be longer than nothing; give one that is
        extension: P2M                       | extension: ^P0D                       | extension 'P0D' must be longer than nothing; give one that is
        lifetime: P179D                      | lifetime: ^PT0S                       | lifetime 'PT0S' must be longer than nothing; give one that is
        lifetime: P179D                      | lifetime: ^P1DT-1H                    | lifetime 'P1DT-1H' must be longer than nothing; give one that is
        first: PT1M                          | first: ^PT0S                          | first 'PT0S' must be longer than nothing; give one that is
        longest: PT24H                       | longest: ^PT1S                        | longest 'PT1S' is shorter than the first wait; make it at least as long
        basis: consent, dataC                | basis: consent, changed: [{on: ^2026-02-30, endsConsentsOf: ["0"]}], dataC | on '2026-02-30' is not a day of the calendar; write it as 2026-01-31
        basis: consent, dataC                | basis: consent, changed: [{on: 2026-06-01, endsConsentsOf: [^"1"]}], dataC | endsConsentsOf '1' is this version itself, under which people are asked now; take it out
        basis: legitimate-interest           | basis: legitimate-interest, changed: [{on: ^2026-06-01, endsConsentsOf: ["0"]}] | changed on '2026-06-01' has no consent to end, as the basis is legitimate-interest; take it out
        zone: Europe/Paris                   | zone: ^Paris                          | zone 'Paris' is not a time zone; write it as Europe/Paris
        effectiveFrom: 2026-01-01            | effectiveFrom: ^2026-02-29            | effectiveFrom '2026-02-29' is not a day of the calendar; write it as 2026-01-31
        """)
    void each_rule_is_told_once_with_its_place_and_the_way_out(String passage, String replacement, String problem) {
        // The value at fault is marked with a caret
        PolicyDraft marked = aPolicy().with(passage, replacement);
        String before = marked.yaml().substring(0, marked.yaml().indexOf('^'));
        long line = before.lines().count();
        int column = before.length() - before.lastIndexOf('\n');

        List<String> problems = marked.without("^").problems();

        assertThat(problems).containsExactly(line + ":" + column + ": " + problem);
    }

    @Test
    void E1_a_recipient_is_one_from_a_day_to_a_day_of_the_calendar() {
        assertThat(recipientOf("since: 2026-02-29"))
                .singleElement()
                .asString()
                .contains("since '2026-02-29' is not a day");
        assertThat(recipientOf("until: 2026-02-30"))
                .singleElement()
                .asString()
                .contains("until '2026-02-30' is not a day");
        assertThat(recipientOf("until: 2026-02-27\n      since: 2026-02-28"))
                .singleElement()
                .asString()
                .contains("until '2026-02-27' is before 'since'");
        assertThat(recipientOf("until: 2026-02-28\n      since: 2026-02-28")).isEmpty();
    }

    @Test
    void E3_a_recipient_may_be_given_so_many_commands_at_one_time_and_not_none() {
        assertThat(recipientOf("inFlight: 50")).isEmpty();
        assertThat(recipientOf("inFlight: 0")).singleElement().asString().contains("inFlight");
    }

    private static List<String> recipientOf(String days) {
        return aPolicy().with("region: FR", "region: FR\n      " + days).problems();
    }

    @Test
    void a_cookie_serves_a_purpose_of_its_recipient() {
        assertThat(aPolicy()
                        .with("purposes: [newsletters, navigation, advertising]", "purposes: [newsletters, navigation]")
                        .problems())
                .containsExactly("40:81: purpose of devices 'advertising' is not among the purposes of its recipient "
                        + "'crm'; add it there, or correct it here");
    }

    @Test
    void a_purpose_of_devices_cannot_take_the_id_of_one_of_persons() {
        String more =
                "    - {id: newsletters, name: Twice, basis: consent, validFor: P6M, dataCategories: [browsing-data]}\n";

        assertThat(aPolicy().with("recipients:\n", more + "recipients:\n").problems())
                .containsExactly("16:12: purpose 'newsletters' has been given already, in line 11; choose another id");
    }

    @Test
    void rules_pass_over_what_is_not_there_to_judge() {
        assertThat(aPolicy()
                        .without("id: crm\n      ")
                        .without("recipient: crm, ")
                        .problems())
                .contains(
                        "20:7: recipients.systems.CRM: 'id' is missing; add it: an id in small letters, digits and "
                                + "hyphens, such as audience-measurement",
                        "37:5: cookies.choices: 'recipient' is missing; add it: the recipient system that reads it, "
                                + "by its id");
        assertThat(aPolicy().with("2026-01-01", "New Year").problems())
                .containsExactly(
                        "2:16: effectiveFrom: 'New Year' does not fit; give the day from which it is in force, "
                                + "such as 2026-01-31");
    }

    @Test
    void a_missing_section_does_not_make_every_reference_to_it_unknown() {
        assertThat(aPolicy().with("dataCategories:\n", "categoriesOfData:\n").problems())
                .containsExactly(
                        "1:1: 'dataCategories' is missing; add it: the categories of personal data",
                        "6:1: 'categoriesOfData' is not known here; use one of version, effectiveFrom, zone, language, "
                                + "controller, dataCategories, purposes, recipients, retention, erasure, rights, "
                                + "cookies, banners, googleConsentMode");
    }
}
