package io.lethe.policy.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lethe.policy.Policy;
import io.lethe.policy.review.PolicyReview;
import io.lethe.policy.yaml.PolicyException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A small policy in which nothing is wrong, to be changed in one respect. */
public record PolicyDraft(String yaml) {

    private static final String CLEAN = """
            version: "1"
            effectiveFrom: 2026-01-01
            zone: Europe/Paris
            language: en
            controller: {name: N, legalForm: L, registry: R, registrationNumber: B 1, address: A, country: FR}
            dataCategories:
              - {id: contact-details, name: Contact details, examples: [name], retention: last-interaction}
              - {id: browsing-data, name: Browsing data, examples: [visits], retention: cookie-lifetime}
            purposes:
              ofPersons:
                - {id: newsletters, name: Newsletters, basis: consent, dataCategories: [contact-details]}
                - {id: improvement, name: Improvement, basis: legitimate-interest, dataCategories: [contact-details]}
              ofDevices:
                - {id: navigation, name: Navigation, basis: strictly-necessary, dataCategories: [browsing-data]}
                - {id: advertising, name: Advertising, basis: consent, validFor: P6M, dataCategories: [browsing-data]}
            recipients:
              categories:
                - {id: providers, name: Providers, reason: They run things}
              systems:
                - id: crm
                  name: CRM
                  category: providers
                  purposes: [newsletters, navigation, advertising]
                  dataCategories: [contact-details, browsing-data]
                  identifiers: [email, visitorId]
                  region: FR
            retention: {keepFor: P5Y, interactions: [login, post], grace: P30D, proof: P5Y}
            erasure:
              verifiedIdentity: required
              escalateAfter: P30D
              retry: {first: PT1M, factor: 2, longest: PT24H}
            rights:
              contact: {name: Data Protection Officer, email: dpo@example.org}
              list:
                - {id: access, name: Access, answerWithin: P1M, extension: P2M}
                - {id: erasure, name: Erasure, answerWithin: P1M}
            cookies:
              - {name: choices, category: necessary, lifetime: P6M, recipient: crm, purpose: navigation,
                 storesChoices: true, description: Remembers choices}
              - {name: ad, category: advertising, lifetime: P179D, recipient: crm, purpose: advertising,
                 description: Shows advertising}
            """;

    public static PolicyDraft aPolicy() {
        return new PolicyDraft(CLEAN);
    }

    /** The same with one passage, which must be there, replaced. */
    public PolicyDraft with(String passage, String replacement) {
        assertThat(yaml).contains(passage);
        return new PolicyDraft(yaml.replaceFirst(Pattern.quote(passage), Matcher.quoteReplacement(replacement)));
    }

    public PolicyDraft without(String passage) {
        return with(passage, "");
    }

    public PolicyDraft and(String more) {
        return new PolicyDraft(yaml + more);
    }

    Policy read() throws PolicyException {
        return PolicyFile.parse("draft.yaml", yaml);
    }

    /** What keeps it from being read, as "line:column: text". */
    List<String> problems() {
        PolicyException refused = catchThrowableOfType(PolicyException.class, this::read);
        return refused == null
                ? List.of()
                : refused.problems().stream()
                        .map(problem -> problem.place() + ": " + problem.text())
                        .toList();
    }

    /** What is found in it, as "rule subject". */
    public List<String> findings() throws PolicyException {
        return PolicyReview.findings(read()).stream()
                .map(finding -> finding.rule() + " " + finding.subject())
                .toList();
    }
}
