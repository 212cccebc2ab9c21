package io.lethe.policy.file;

import static io.lethe.policy.yaml.YamlWalk.at;
import static io.lethe.policy.yaml.YamlWalk.elements;
import static io.lethe.policy.yaml.YamlWalk.scalar;
import static io.lethe.policy.yaml.YamlWalk.scalars;

import io.lethe.policy.LegalBasis;
import io.lethe.policy.Place;
import io.lethe.policy.banner.BannerKind;
import io.lethe.policy.banner.TcfTable;
import io.lethe.policy.yaml.PolicyProblems;
import io.lethe.policy.yaml.Spelling;
import io.lethe.policy.yaml.Wording;
import io.lethe.policy.yaml.Yaml;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a schema cannot say of the tables of banners: that what they name is there, concerns a device, and offers a choice. */
final class BannerRules {

    private static final Pattern CATEGORY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,4}");

    private final Yaml root;
    private final PolicyProblems problems;
    private final List<Yaml.Mapping> ofDevices;

    BannerRules(Yaml root, PolicyProblems problems) {
        this.root = root;
        this.problems = problems;
        this.ofDevices = elements(root, "purposes", "ofDevices");
    }

    void check() {
        for (BannerKind kind : BannerKind.values()) {
            members("banners", kind.id()).forEach((name, member) -> {
                if (!CATEGORY.matcher(name).matches()) {
                    say(member.place(), "category", name, "is no word of a banner; write letters, digits, and . _ -");
                }
            });
            purposes("banners", kind.id());
        }
        numbers(TcfTable.PURPOSES, "purposes");
        numbers(TcfTable.SPECIAL_FEATURES, "specialFeatures");
        numbers(TcfTable.VENDORS, "vendors");
        purposes("banners", "tcf", "purposes");
        purposes("banners", "tcf", "specialFeatures");
        purposes("googleConsentMode");
        vendors();
        signals();
    }

    private void numbers(int largest, String table) {
        members("banners", "tcf", table).forEach((name, member) -> {
            if (!NUMBER.matcher(name).matches() || Integer.parseInt(name) > largest) {
                say(member.place(), "number", name, "is not in the framework; write one from 1 to " + largest);
            }
        });
    }

    /** A banner asks whoever holds the device, whoever that is: a purpose of persons has no place there. */
    private void purposes(String... table) {
        if (ofDevices.isEmpty()) {
            return; // that has been said
        }
        Set<String> known = ids(ofDevices);
        Set<String> ofPersons = ids(elements(root, "purposes", "ofPersons"));
        for (Yaml.Scalar purpose : values(table)) {
            if (ofPersons.contains(purpose.text())) {
                say(
                        purpose.place(),
                        "purpose of devices",
                        purpose.text(),
                        "is one of persons, and a banner does not know whom it asks; take it out");
            } else if (!known.contains(purpose.text())) {
                say(
                        purpose.place(),
                        "purpose of devices",
                        purpose.text(),
                        "is not listed; " + Spelling.wayOut(purpose.text(), known));
            } else {
                unasked(purpose);
            }
        }
    }

    private void unasked(Yaml.Scalar named) {
        ofDevices.stream()
                .filter(one -> scalar(one, "id")
                        .filter(id -> id.text().equals(named.text()))
                        .isPresent())
                .flatMap(one -> withoutChoice(one).stream())
                .findFirst()
                .ifPresent(basis -> say(
                        named.place(),
                        "purpose of devices",
                        named.text(),
                        "offers no choice, as the basis is " + basis.id() + "; take it out"));
    }

    private void vendors() {
        Set<String> systems = ids(elements(root, "recipients", "systems"));
        if (systems.isEmpty()) {
            return; // that has been said
        }
        for (Yaml.Scalar system : values("banners", "tcf", "vendors")) {
            if (!systems.contains(system.text())) {
                say(
                        system.place(),
                        "recipient system",
                        system.text(),
                        "is not listed; " + Spelling.wayOut(system.text(), systems));
            }
        }
    }

    /** Only what can be refused can be refused by a signal; and a browser speaks for the device. */
    private void signals() {
        for (Yaml.Mapping purpose : elements(root, "purposes", "ofPersons")) {
            marked(purpose)
                    .ifPresent(
                            mark -> say(
                                    mark.place(),
                                    "globalPrivacyControl",
                                    mark.text(),
                                    "stands at a purpose of persons, and a browser does not know whom it speaks for; take it out"));
        }
        for (Yaml.Mapping purpose : ofDevices) {
            marked(purpose)
                    .ifPresent(mark -> withoutChoice(purpose)
                            .ifPresent(basis -> say(
                                    mark.place(),
                                    "globalPrivacyControl",
                                    mark.text(),
                                    "has nothing to refuse, as the basis is " + basis.id() + "; take it out")));
        }
    }

    private static Optional<Yaml.Scalar> marked(Yaml.Mapping purpose) {
        return scalar(purpose, "globalPrivacyControl")
                .filter(mark -> mark.text().equals("true"));
    }

    private static Optional<LegalBasis> withoutChoice(Yaml.Mapping purpose) {
        return scalar(purpose, "basis")
                .flatMap(basis -> LegalBasis.of(basis.text()))
                .filter(basis -> !basis.offersChoice());
    }

    private static Set<String> ids(List<Yaml.Mapping> elements) {
        return elements.stream()
                .flatMap(one -> scalar(one, "id").stream())
                .map(Yaml.Scalar::text)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private List<Yaml.Scalar> values(String... table) {
        return at(root, table).stream()
                .filter(Yaml.Mapping.class::isInstance)
                .map(Yaml.Mapping.class::cast)
                .flatMap(
                        mapping -> mapping.members().keySet().stream().flatMap(name -> scalars(mapping, name).stream()))
                .toList();
    }

    private Map<String, Yaml.Member> members(String... table) {
        return at(root, table).orElse(root) instanceof Yaml.Mapping mapping && mapping != root
                ? mapping.members()
                : Map.of();
    }

    private void say(Place place, String what, String value, String text) {
        problems.add(place, what + " '" + Wording.shorten(value) + "' " + text);
    }
}
