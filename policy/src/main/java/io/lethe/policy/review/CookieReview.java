package io.lethe.policy.review;

import io.lethe.policy.Cookie;
import io.lethe.policy.Lengths;
import io.lethe.policy.Lifetime;
import io.lethe.policy.Policy;
import io.lethe.policy.Purpose;
import io.lethe.policy.Scope;
import io.lethe.policy.yaml.Wording;
import java.time.Period;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds the list of cookies against the consent that the cookies rest on. */
final class CookieReview {

    static final String CONSENT_ENDS = "C4";
    private static final String TRACKERS_END = "CNIL recommendation 2020-092, art. 5";
    private static final String INFORMATION_IS_CLEAR = "GDPR art. 12(1)";

    /** What the CNIL holds to be enough for a tracker. */
    private static final Period LONGEST_TRACKER = Period.ofMonths(13);

    private final Policy policy;

    CookieReview(Policy policy) {
        this.policy = policy;
    }

    Stream<Finding> findings() {
        return Stream.of(
                        trackersThatOutliveConsent(),
                        trackersThatLiveTooLong(),
                        choicesForgottenTooSoon(),
                        rowsListedTwice())
                .flatMap(found -> found);
    }

    private Stream<Finding> trackersThatOutliveConsent() {
        return rows().filter(row -> consentFor(row)
                        .map(validity -> Lengths.canExceed(row.lifetime(), validity))
                        .orElse(false))
                .map(row -> finding(
                        CONSENT_ENDS,
                        row,
                        "stays " + Wording.of(row.lifetime()) + ", but the consent to " + row.purpose()
                                + " that it rests on ends after "
                                + Wording.of(consentFor(row).orElseThrow())
                                + "; shorten its life, or delete it when the consent ends"));
    }

    private Optional<Period> consentFor(Cookie row) {
        return policy.purpose(row.purpose()).flatMap(Purpose::validity);
    }

    private Stream<Finding> trackersThatLiveTooLong() {
        return rows().filter(row -> Lengths.canExceed(row.lifetime(), LONGEST_TRACKER))
                .map(row -> finding(
                        TRACKERS_END,
                        row,
                        "stays " + Wording.of(row.lifetime()) + "; " + Wording.of(LONGEST_TRACKER)
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
                        "remembers choices " + Wording.of(row.lifetime()) + ", but they are valid for "
                                + Wording.of(longest.orElseThrow())
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
                    INFORMATION_IS_CLEAR,
                    rows.getFirst(),
                    "is listed " + rows.size() + " times, again in line " + lines
                            + (alike ? "" : " with another lifetime")
                            + "; list it once, or say what tells the rows apart");
        });
    }

    /** The list of cookies, each row that stands there several times with the same lifetime taken once. */
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
