package io.lethe.policy.file;

import static io.lethe.policy.yaml.YamlWalk.elements;
import static io.lethe.policy.yaml.YamlWalk.scalar;
import static io.lethe.policy.yaml.YamlWalk.scalars;

import io.lethe.policy.LegalBasis;
import io.lethe.policy.Place;
import io.lethe.policy.yaml.PolicyProblems;
import io.lethe.policy.yaml.Spelling;
import io.lethe.policy.yaml.Wording;
import io.lethe.policy.yaml.Yaml;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a schema cannot say: that ids are unique and known where they are used, and that the parts go together. It works
 * on the tree, so that it has its say even where the schema has found faults, and passes over what only the schema
 * can judge.
 */
final class PolicyRules {

    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private final Yaml root;
    private final PolicyProblems problems;

    private PolicyRules(Yaml root, PolicyProblems problems) {
        this.root = root;
        this.problems = problems;
    }

    static void check(Yaml root, PolicyProblems problems) {
        PolicyRules rules = new PolicyRules(root, problems);
        rules.date();
        rules.zone();
        rules.references();
        rules.bases();
        new PeriodRules(root, problems).check();
        new BannerRules(root, problems).check();
        new DispatchRules(problems).check(elements(root, "recipients", "systems"));
    }

    private void date() {
        day(root, "effectiveFrom");
    }

    private void day(Yaml from, String name) {
        scalar(from, name).filter(day -> DAY.matcher(day.text()).matches()).ifPresent(day -> {
            try {
                LocalDate.parse(day.text());
            } catch (DateTimeException e) {
                say(day, name, "is not a day of the calendar; write it as 2026-01-31");
            }
        });
    }

    private void zone() {
        scalar(root, "zone").ifPresent(zone -> {
            if (!ZoneId.getAvailableZoneIds().contains(zone.text())) {
                say(zone, "zone", "is not a time zone; write it as Europe/Paris");
            }
        });
    }

    private void references() {
        List<Yaml.Mapping> ofPersons = elements(root, "purposes", "ofPersons");
        List<Yaml.Mapping> ofDevices = elements(root, "purposes", "ofDevices");
        List<Yaml.Mapping> purposes =
                Stream.concat(ofPersons.stream(), ofDevices.stream()).toList();
        List<Yaml.Mapping> systems = elements(root, "recipients", "systems");
        Set<String> dataCategories = ids("category of data", elements(root, "dataCategories"));
        Set<String> purposeIds = ids("purpose", purposes);
        Set<String> categories = ids("category of recipients", elements(root, "recipients", "categories"));
        Set<String> systemIds = ids("recipient system", systems);
        ids("right", elements(root, "rights", "list"));

        purposes.forEach(one -> known(scalars(one, "dataCategories"), "category of data", dataCategories));
        for (Yaml.Mapping system : systems) {
            known(scalar(system, "category").stream().toList(), "category of recipients", categories);
            known(scalars(system, "purposes"), "purpose", purposeIds);
            known(scalars(system, "dataCategories"), "category of data", dataCategories);
            day(system, "since");
            day(system, "until");
            served(system);
        }
        Set<String> deviceIds = new LinkedHashSet<>();
        ofDevices.forEach(one -> scalar(one, "id").ifPresent(id -> deviceIds.add(id.text())));
        for (Yaml.Mapping cookie : elements(root, "cookies")) {
            known(scalar(cookie, "recipient").stream().toList(), "recipient system", systemIds);
            known(scalar(cookie, "purpose").stream().toList(), "purpose of devices", deviceIds);
            served(cookie, systems);
        }
    }

    /** A recipient does not end before it begins; ISO days are in the order of time. */
    private void served(Yaml.Mapping system) {
        Optional<Yaml.Scalar> since = scalar(system, "since");
        scalar(system, "until")
                .filter(until -> since.filter(day -> day.text().compareTo(until.text()) > 0)
                        .isPresent())
                .ifPresent(until ->
                        say(until, "until", "is before 'since'; write the last day on which it is a recipient"));
    }

    /** A cookie and its recipient must tell the same story. */
    private void served(Yaml.Mapping cookie, List<Yaml.Mapping> systems) {
        Optional<Yaml.Scalar> purpose = scalar(cookie, "purpose");
        Optional<Yaml.Scalar> recipient = scalar(cookie, "recipient");
        if (purpose.isEmpty() || recipient.isEmpty()) {
            return;
        }
        List<String> served = systems.stream()
                .filter(system -> scalar(system, "id")
                        .filter(id -> id.text().equals(recipient.get().text()))
                        .isPresent())
                .flatMap(system -> scalars(system, "purposes").stream())
                .map(Yaml.Scalar::text)
                .toList();
        if (!served.isEmpty() && !served.contains(purpose.get().text())) {
            say(
                    purpose.get(),
                    "purpose of devices",
                    "is not among the purposes of its recipient '"
                            + Wording.shorten(recipient.get().text()) + "'; add it there, or correct it here");
        }
    }

    /** Every id in order, having told which stand twice. */
    private Set<String> ids(String what, List<Yaml.Mapping> elements) {
        Map<String, Place> first = new HashMap<>();
        Set<String> ids = new LinkedHashSet<>();
        for (Yaml.Mapping element : elements) {
            scalar(element, "id").ifPresent(id -> {
                ids.add(id.text());
                Place before = first.putIfAbsent(id.text(), id.place());
                if (before != null) {
                    say(id, what, "has been given already, in line " + before.line() + "; choose another id");
                }
            });
        }
        return ids;
    }

    private void known(List<Yaml.Scalar> references, String what, Set<String> ids) {
        if (ids.isEmpty()) {
            return; // the section they refer to is missing, and that has been said
        }
        for (Yaml.Scalar reference : references) {
            if (!ids.contains(reference.text())) {
                say(reference, what, "is not listed; " + Spelling.wayOut(reference.text(), ids));
            }
        }
    }

    private void bases() {
        for (Yaml.Mapping purpose : elements(root, "purposes", "ofPersons")) {
            basis(purpose)
                    .filter(LegalBasis.STRICTLY_NECESSARY::equals)
                    .ifPresent(
                            basis -> say(
                                    scalar(purpose, "basis").orElseThrow(),
                                    "basis",
                                    "is for trackers on devices alone; a purpose of persons rests on another basis (GDPR art. 6(1))"));
            validity(purpose);
            changes(purpose);
        }
        for (Yaml.Mapping purpose : elements(root, "purposes", "ofDevices")) {
            validity(purpose);
            changes(purpose);
        }
    }

    /** Only a consent can end because its purpose changed, and not one that was given under this very version. */
    private void changes(Yaml.Mapping purpose) {
        Optional<LegalBasis> basis = basis(purpose);
        Optional<String> version = scalar(root, "version").map(Yaml.Scalar::text);
        for (Yaml.Mapping change : elements(purpose, "changed")) {
            day(change, "on");
            if (basis.isPresent() && basis.get() != LegalBasis.CONSENT) {
                scalar(change, "on")
                        .ifPresent(on -> say(
                                on,
                                "changed on",
                                "has no consent to end, as the basis is "
                                        + basis.get().id() + "; take it out"));
            }
            scalars(change, "endsConsentsOf").stream()
                    .filter(old -> version.filter(old.text()::equals).isPresent())
                    .forEach(old -> say(
                            old,
                            "endsConsentsOf",
                            "is this version itself, under which people are asked now; take it out"));
        }
    }

    private void validity(Yaml.Mapping purpose) {
        Optional<LegalBasis> basis = basis(purpose);
        if (basis.isEmpty() || basis.get() == LegalBasis.CONSENT) {
            return;
        }
        String why = basis.get().offersChoice() ? "an objection does not lapse" : "it offers no choice that could end";
        scalar(purpose, "validFor")
                .ifPresent(period -> say(
                        period,
                        "validFor",
                        "has nothing to limit, as the basis is " + basis.get().id() + " and " + why + "; take it out"));
    }

    private static Optional<LegalBasis> basis(Yaml.Mapping purpose) {
        return scalar(purpose, "basis").flatMap(basis -> LegalBasis.of(basis.text()));
    }

    private void say(Yaml.Scalar about, String what, String text) {
        problems.add(about.place(), what + " '" + Wording.shorten(about.text()) + "' " + text);
    }
}
