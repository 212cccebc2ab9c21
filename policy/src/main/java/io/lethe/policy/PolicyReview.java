package io.lethe.policy;

import java.time.Period;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds what a policy promises against the rules, and against itself. A valid policy can still have findings. */
public final class PolicyReview {

    /** Cookie consent is valid for at most six calendar months from the first deposit. */
    private static final Period LONGEST_CONSENT = Period.ofMonths(6);

    /** What the CNIL holds to be enough for a tracker. */
    private static final Period LONGEST_TRACKER = Period.ofMonths(13);

    private static final String CONSENT_ENDS = "C4";
    private static final String TRACKER_ENDS = "CNIL recommendation 2020-092, art. 5";
    private static final String CLEAR_INFORMATION = "GDPR art. 12(1)";
    private static final String DPO_IS_REACHABLE = "GDPR art. 13(1)(b)";
    private static final String STORAGE_ENDS = "GDPR art. 13(2)(a)";

    private final Policy policy;

    private PolicyReview(Policy policy) {
        this.policy = policy;
    }

    /** Everything found, in the order of the policy file. */
    public static List<Finding> findings(Policy policy) {
        PolicyReview review = new PolicyReview(policy);
        return Stream.of(
                        review.consentsWithoutEnd(),
                        review.trackersThatOutliveConsent(),
                        review.trackersThatLiveTooLong(),
                        review.choicesForgottenTooSoon(),
                        review.rowsListedTwice(),
                        review.dataKeptWithoutEnd(),
                        review.rightsWithoutContact())
                .flatMap(found -> found)
                .sorted(Comparator.comparingInt(Finding::line))
                .toList();
    }

    private Stream<Finding> consentsWithoutEnd() {
        return policy.purposes().stream()
                .filter(purpose -> purpose.scope() == Scope.DEVICE && purpose.basis() == LegalBasis.CONSENT)
                .filter(purpose -> purpose.validity()
                        .map(validity -> Lengths.canExceed(validity, LONGEST_CONSENT))
                        .orElse(true))
                .map(purpose -> new Finding(
                        CONSENT_ENDS,
                        purpose.id(),
                        "consent to it is valid "
                                + purpose.validity()
                                        .map(validity -> "for " + Words.of(validity))
                                        .orElse("without an end")
                                + "; let it end after " + Words.of(LONGEST_CONSENT) + " at most",
                        purpose.place().line()));
    }

    private Stream<Finding> trackersThatOutliveConsent() {
        return rows().filter(row -> consentFor(row)
                        .map(validity -> Lengths.canExceed(row.lifetime(), validity))
                        .orElse(false))
                .map(row -> finding(
                        CONSENT_ENDS,
                        row,
                        "stays " + Words.of(row.lifetime()) + ", but the consent to " + row.purpose()
                                + " that it rests on ends after "
                                + Words.of(consentFor(row).orElseThrow())
                                + "; shorten its life, or delete it when the consent ends"));
    }

    private Optional<Period> consentFor(Cookie row) {
        return policy.purpose(row.purpose()).flatMap(Purpose::validity);
    }

    private Stream<Finding> trackersThatLiveTooLong() {
        return rows().filter(row -> Lengths.canExceed(row.lifetime(), LONGEST_TRACKER))
                .map(row -> finding(
                        TRACKER_ENDS,
                        row,
                        "stays " + Words.of(row.lifetime()) + "; " + Words.of(LONGEST_TRACKER)
                                + " are held to be enough"));
    }

    private Stream<Finding> choicesForgottenTooSoon() {
        Optional<Period> longest = policy.purposes().stream()
                .filter(purpose -> purpose.scope() == Scope.DEVICE)
                .flatMap(purpose -> purpose.validity().stream())
                .max(Comparator.comparing(Period::toTotalMonths).thenComparing(Period::getDays));
        return rows().filter(Cookie::storesChoices)
                .filter(row -> longest.map(validity -> Lengths.canFallShort(row.lifetime(), validity))
                        .orElse(false))
                .map(row -> finding(
                        CONSENT_ENDS,
                        row,
                        "remembers choices " + Words.of(row.lifetime()) + ", but they are valid for "
                                + Words.of(longest.orElseThrow())
                                + "; let it live as long as they do, or visitors are asked again too early"));
    }

    private Stream<Finding> rowsListedTwice() {
        return sameRows().filter(rows -> rows.size() > 1).map(rows -> {
            String lines = rows.stream()
                    .skip(1)
                    .map(row -> String.valueOf(row.place().line()))
                    .collect(Collectors.joining(", "));
            boolean alike = rows.stream().map(Cookie::lifetime).distinct().count() == 1;
            return finding(
                    CLEAR_INFORMATION,
                    rows.getFirst(),
                    "is listed " + rows.size() + " times, again in line " + lines
                            + (alike ? "" : " with another lifetime")
                            + "; list it once, or say what tells the rows apart");
        });
    }

    private Stream<Finding> dataKeptWithoutEnd() {
        return policy.dataCategories().stream()
                .filter(category -> category.retention().isEmpty())
                .map(category -> new Finding(
                        STORAGE_ENDS,
                        category.id(),
                        "nothing says how long these data are kept; give a period, or what decides it",
                        category.place().line()));
    }

    private Stream<Finding> rightsWithoutContact() {
        RightsContact contact = policy.rightsContact();
        return contact.email().isPresent()
                ? Stream.empty()
                : Stream.of(new Finding(
                        DPO_IS_REACHABLE,
                        contact.name(),
                        Words.count(policy.rights().size(), "right")
                                + " can be exercised, but no address is given to write to; give one",
                        contact.place().line()));
    }

    /** The list of cookies, each row that stands there several times taken once. */
    private Stream<Cookie> rows() {
        return sameRows().flatMap(rows -> {
            Map<Lifetime, Cookie> byLifetime = new LinkedHashMap<>();
            rows.forEach(row -> byLifetime.putIfAbsent(row.lifetime(), row));
            return byLifetime.values().stream();
        });
    }

    private Stream<List<Cookie>> sameRows() {
        record Row(String name, String recipient, String purpose) {}
        return policy.cookies().stream()
                .collect(Collectors.groupingBy(
                        row -> new Row(row.name(), row.recipient(), row.purpose()),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values()
                .stream();
    }

    private static Finding finding(String rule, Cookie row, String text) {
        return new Finding(rule, row.name(), text, row.place().line());
    }
}
