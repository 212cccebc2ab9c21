package io.lethe.policy.file;

import io.lethe.policy.Backoff;
import io.lethe.policy.Controller;
import io.lethe.policy.Cookie;
import io.lethe.policy.DataCategory;
import io.lethe.policy.ErasurePolicy;
import io.lethe.policy.IdentifierKind;
import io.lethe.policy.InFlight;
import io.lethe.policy.LastDays;
import io.lethe.policy.LegalBasis;
import io.lethe.policy.Lengths;
import io.lethe.policy.Lifetime;
import io.lethe.policy.MaterialChange;
import io.lethe.policy.Policy;
import io.lethe.policy.PublicHolidays;
import io.lethe.policy.Purpose;
import io.lethe.policy.RecipientCategory;
import io.lethe.policy.RecipientSystem;
import io.lethe.policy.RetentionPolicy;
import io.lethe.policy.RetentionRule;
import io.lethe.policy.Right;
import io.lethe.policy.RightsContact;
import io.lethe.policy.Scope;
import io.lethe.policy.TransferMechanism;
import io.lethe.policy.WaveLimits;
import io.lethe.policy.Witness;
import io.lethe.policy.dispatch.Dispatch;
import io.lethe.policy.yaml.Yaml;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds the policy from a tree in which everything has been found to be in order. */
final class PolicyReader {

    /** How long before its last day a request is at risk, where the policy does not say. */
    private static final Period A_WEEK = Period.ofDays(7);

    /** As long as the law ever gives for an answer (art. 12(3) GDPR). */
    private static final Period THREE_MONTHS = Period.ofMonths(3);

    private PolicyReader() {}

    static Policy read(Yaml.Mapping root) {
        Yaml.Mapping recipients = mapping(root, "recipients");
        Yaml.Mapping rights = mapping(root, "rights");
        List<Purpose> purposes = purposes(mapping(root, "purposes"));
        List<Cookie> cookies = each(root, "cookies", PolicyReader::cookie);
        return new Policy(
                text(root, "version"),
                LocalDate.parse(text(root, "effectiveFrom")),
                ZoneId.of(text(root, "zone")),
                text(root, "language"),
                controller(mapping(root, "controller")),
                purposes,
                each(root, "dataCategories", PolicyReader::dataCategory),
                each(recipients, "categories", PolicyReader::recipientCategory),
                each(recipients, "systems", PolicyReader::recipientSystem),
                retention(mapping(root, "retention"), Lengths.longestOnDevices(purposes, cookies)),
                erasure(mapping(root, "erasure")),
                each(rights, "list", PolicyReader::right),
                rights.get("movesOn").map(from -> lastDays((Yaml.Mapping) from)).orElse(LastDays.AS_THEY_COME),
                optional(rights, "warnBefore").map(Period::parse).orElse(A_WEEK),
                optional(rights, "proofWithin").map(Period::parse).orElse(THREE_MONTHS),
                contact(mapping(rights, "contact")),
                cookies,
                BannerReader.read(root));
    }

    private static Controller controller(Yaml.Mapping from) {
        return new Controller(
                text(from, "name"),
                text(from, "legalForm"),
                text(from, "registry"),
                text(from, "registrationNumber"),
                text(from, "address"),
                text(from, "country"));
    }

    private static List<Purpose> purposes(Yaml.Mapping from) {
        return Stream.concat(
                        each(from, "ofPersons", one -> purpose(one, Scope.PERSON)).stream(),
                        each(from, "ofDevices", one -> purpose(one, Scope.DEVICE)).stream())
                .toList();
    }

    private static Purpose purpose(Yaml.Mapping from, Scope scope) {
        return new Purpose(
                text(from, "id"),
                text(from, "name"),
                scope,
                LegalBasis.of(text(from, "basis")).orElseThrow(),
                optional(from, "validFor").map(Period::parse),
                from.get("changed").isPresent() ? each(from, "changed", PolicyReader::change) : List.of(),
                texts(from, "dataCategories"),
                from.place());
    }

    private static MaterialChange change(Yaml.Mapping from) {
        return new MaterialChange(
                LocalDate.parse(text(from, "on")), new LinkedHashSet<>(texts(from, "endsConsentsOf")));
    }

    private static DataCategory dataCategory(Yaml.Mapping from) {
        return new DataCategory(
                text(from, "id"),
                text(from, "name"),
                texts(from, "examples"),
                optional(from, "retention").map(rule -> RetentionRule.of(rule).orElseThrow()),
                from.place());
    }

    private static RecipientCategory recipientCategory(Yaml.Mapping from) {
        return new RecipientCategory(text(from, "id"), text(from, "name"), text(from, "reason"));
    }

    private static RecipientSystem recipientSystem(Yaml.Mapping from) {
        return new RecipientSystem(
                text(from, "id"),
                text(from, "name"),
                text(from, "category"),
                texts(from, "purposes"),
                texts(from, "dataCategories"),
                texts(from, "identifiers").stream()
                        .map(kind -> IdentifierKind.of(kind).orElseThrow())
                        .toList(),
                text(from, "region"),
                optional(from, "transfer")
                        .map(mechanism -> TransferMechanism.of(mechanism).orElseThrow()),
                optional(from, "since").map(LocalDate::parse),
                optional(from, "until").map(LocalDate::parse),
                from.get("inFlight").isPresent()
                        ? new InFlight(Math.toIntExact(count(from, "inFlight")))
                        : InFlight.UNLIMITED,
                from.get("dispatch")
                        .map(dispatch -> DispatchReader.read((Yaml.Mapping) dispatch))
                        .orElse(Dispatch.OWN_CLIENT),
                from.place());
    }

    private static RetentionPolicy retention(Yaml.Mapping from, Optional<Period> longestOnDevices) {
        Period period = Period.parse(text(from, "keepFor"));
        return new RetentionPolicy(
                period,
                optional(from, "keepDevicesFor")
                        .map(Period::parse)
                        .or(() -> longestOnDevices)
                        .orElse(period),
                new LinkedHashSet<>(texts(from, "interactions")),
                Period.parse(text(from, "grace")),
                Period.parse(text(from, "proof")));
    }

    private static ErasurePolicy erasure(Yaml.Mapping from) {
        Yaml.Mapping retry = mapping(from, "retry");
        return new ErasurePolicy(
                text(from, "verifiedIdentity").equals("required"),
                samePersonBy(from),
                Period.parse(text(from, "escalateAfter")),
                new Backoff(
                        Duration.parse(text(retry, "first")),
                        Double.parseDouble(text(retry, "factor")),
                        Duration.parse(text(retry, "longest"))),
                from.get("wave").map(wave -> wave((Yaml.Mapping) wave)));
    }

    private static WaveLimits wave(Yaml.Mapping from) {
        return new WaveLimits(
                Duration.parse(text(from, "within")),
                count(from, "number"),
                Double.parseDouble(text(from, "percent")),
                count(from, "neverBelow"));
    }

    /** Anybody's word, where the policy does not say. */
    private static Set<Witness> samePersonBy(Yaml.Mapping from) {
        return from.members().containsKey("samePersonBy")
                ? texts(from, "samePersonBy").stream()
                        .map(witness -> Witness.of(witness).orElseThrow())
                        .collect(Collectors.toSet())
                : Set.of(Witness.values());
    }

    private static Right right(Yaml.Mapping from) {
        return new Right(
                text(from, "id"),
                text(from, "name"),
                Period.parse(text(from, "answerWithin")),
                optional(from, "extension").map(Period::parse).orElse(Period.ZERO),
                from.place());
    }

    private static LastDays lastDays(Yaml.Mapping from) {
        return new LastDays(
                optional(from, "weekends").map("true"::equals).orElse(false),
                optional(from, "holidays")
                        .map(country -> PublicHolidays.of(country).orElseThrow()));
    }

    private static RightsContact contact(Yaml.Mapping from) {
        return new RightsContact(text(from, "name"), optional(from, "email"), from.place());
    }

    private static Cookie cookie(Yaml.Mapping from) {
        return new Cookie(
                text(from, "name"),
                text(from, "category"),
                text(from, "recipient"),
                text(from, "purpose"),
                Lifetime.parse(text(from, "lifetime")),
                text(from, "description"),
                optional(from, "storesChoices").map("true"::equals).orElse(false),
                from.place());
    }

    private static Yaml.Mapping mapping(Yaml.Mapping from, String name) {
        return (Yaml.Mapping) from.get(name).orElseThrow();
    }

    private static String text(Yaml.Mapping from, String name) {
        return optional(from, name).orElseThrow();
    }

    /** The schema has found it whole, however it is written. */
    private static long count(Yaml.Mapping from, String name) {
        return (long) Double.parseDouble(text(from, name));
    }

    private static Optional<String> optional(Yaml.Mapping from, String name) {
        return from.get(name).map(value -> ((Yaml.Scalar) value).text());
    }

    private static List<String> texts(Yaml.Mapping from, String name) {
        return items(from, name).stream()
                .map(item -> ((Yaml.Scalar) item).text())
                .toList();
    }

    private static <T> List<T> each(Yaml.Mapping from, String name, Function<Yaml.Mapping, T> read) {
        return items(from, name).stream()
                .map(item -> read.apply((Yaml.Mapping) item))
                .toList();
    }

    private static List<Yaml> items(Yaml.Mapping from, String name) {
        return ((Yaml.Sequence) from.get(name).orElseThrow()).items();
    }
}
