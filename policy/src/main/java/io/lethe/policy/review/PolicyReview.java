package io.lethe.policy.review;

import io.lethe.policy.IdentifierKind;
import io.lethe.policy.LegalBasis;
import io.lethe.policy.Lengths;
import io.lethe.policy.Policy;
import io.lethe.policy.RightsContact;
import io.lethe.policy.Scope;
import io.lethe.policy.dispatch.Dispatch;
import io.lethe.policy.dispatch.HttpTemplate;
import io.lethe.policy.dispatch.OpenDsrProcessor;
import io.lethe.policy.yaml.Wording;
import java.time.Period;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Holds what a policy promises against the rules, and against itself. A valid policy can still have findings. */
public final class PolicyReview {

    private static final String DPO_IS_REACHABLE = "GDPR art. 13(1)(b)";
    private static final String STORAGE_ENDS = "GDPR art. 13(2)(a)";
    private static final String RECIPIENTS_ARE_TOLD = "GDPR art. 19";
    private static final String ANSWERS_ARE_TIMELY = "GDPR art. 12(3)";
    private static final String PERIODS_END_ON_WORKING_DAYS = "Regulation (EEC, Euratom) No 1182/71 art. 3(4)";
    private static final String TRANSFERS_ARE_COVERED = "GDPR art. 44";

    /** Cookie consent is valid for at most six calendar months from the first deposit. */
    private static final Period LONGEST_CONSENT = Period.ofMonths(6);

    private static final Period LONGEST_ANSWER = Period.ofMonths(1);
    private static final Period LONGEST_EXTENSION = Period.ofMonths(2);

    /** The European Economic Area, in which no transfer takes place. */
    private static final Set<String> EEA = Set.of(
            "EU", "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT",
            "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK");

    private final Policy policy;

    private PolicyReview(Policy policy) {
        this.policy = policy;
    }

    /** Everything found, in the order of the policy file. */
    public static List<Finding> findings(Policy policy) {
        PolicyReview review = new PolicyReview(policy);
        return Stream.of(
                        new CookieReview(policy).findings(),
                        new BannerReview(policy).findings(),
                        review.dataKeptWithoutEnd(),
                        review.consentsWithoutEnd(),
                        review.transfersWithoutMechanism(),
                        review.callsThatLeaveSomebodyOut(),
                        review.rightsWithoutContact(),
                        review.rightsAnsweredLate(),
                        review.holidaysOfAnotherCountry())
                .flatMap(found -> found)
                .sorted(Comparator.comparingInt(Finding::line))
                .toList();
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

    private Stream<Finding> consentsWithoutEnd() {
        return policy.purposes().stream()
                .filter(purpose -> purpose.scope() == Scope.DEVICE && purpose.basis() == LegalBasis.CONSENT)
                .filter(purpose -> purpose.validity()
                        .map(validity -> Lengths.canExceed(validity, LONGEST_CONSENT))
                        .orElse(true))
                .map(purpose -> new Finding(
                        CookieReview.CONSENT_ENDS,
                        purpose.id(),
                        "consent to it is valid "
                                + purpose.validity()
                                        .map(validity -> "for " + Wording.of(validity))
                                        .orElse("without an end")
                                + "; let it end after " + Wording.of(LONGEST_CONSENT) + " at most",
                        purpose.place().line()));
    }

    private Stream<Finding> transfersWithoutMechanism() {
        return policy.recipients().stream()
                .filter(system -> system.transfer().isEmpty() && !EEA.contains(system.region()))
                .map(system -> new Finding(
                        TRANSFERS_ARE_COVERED,
                        system.id(),
                        "receives data in " + system.region()
                                + ", and nothing says what makes the transfer lawful; name the mechanism",
                        system.place().line()));
    }

    /** A command names somebody by one identifier: a call that wants another, or several, is not made. */
    private Stream<Finding> callsThatLeaveSomebodyOut() {
        return policy.recipients().stream()
                .flatMap(system -> system.identifiers().stream()
                        .filter(kind -> !reaches(system.dispatch(), kind.id()))
                        .map(kind -> new Finding(
                                RECIPIENTS_ARE_TOLD,
                                system.id(),
                                "is never told to delete who is known by " + kind.id()
                                        + ": its dispatch has no place for it alone; take it out of the identifiers, or list a"
                                        + " second system for it",
                                system.place().line())));
    }

    private static boolean reaches(Dispatch dispatch, String kind) {
        return switch (dispatch) {
            case Dispatch.OwnClient _ -> true;
            case OpenDsrProcessor processor -> processor.identities().containsKey(kind);
            case HttpTemplate call ->
                call.placeholders().stream()
                        .filter(name -> IdentifierKind.of(name).isPresent())
                        .allMatch(kind::equals);
        };
    }

    private Stream<Finding> rightsWithoutContact() {
        RightsContact contact = policy.rightsContact();
        return contact.email().isPresent()
                ? Stream.empty()
                : Stream.of(new Finding(
                        DPO_IS_REACHABLE,
                        contact.name(),
                        Wording.count(policy.rights().size(), "right")
                                + " can be exercised, but no address is given to write to; give one",
                        contact.place().line()));
    }

    private Stream<Finding> rightsAnsweredLate() {
        return policy.rights().stream()
                .filter(right -> Lengths.canExceed(right.answerWithin(), LONGEST_ANSWER)
                        || Lengths.canExceed(right.extension(), LONGEST_EXTENSION))
                .map(right -> new Finding(
                        ANSWERS_ARE_TIMELY,
                        right.id(),
                        "is answered within " + Wording.of(right.answerWithin()) + ", and "
                                + Wording.of(right.extension()) + " more; the law allows "
                                + Wording.of(LONGEST_ANSWER) + ", and " + Wording.of(LONGEST_EXTENSION)
                                + " more if the person is told within the first",
                        right.place().line()));
    }

    /** The holidays that put an answer off are those of the country where the controller answers. */
    private Stream<Finding> holidaysOfAnotherCountry() {
        String country = policy.controller().country();
        return policy.lastDays().overHolidays().stream()
                .filter(holidays -> !holidays.id().equals(country))
                .map(holidays -> new Finding(
                        PERIODS_END_ON_WORKING_DAYS,
                        holidays.id(),
                        "its public holidays put answers off, but "
                                + policy.controller().name() + " is in " + country + "; take them out",
                        policy.rightsContact().place().line()));
    }
}
