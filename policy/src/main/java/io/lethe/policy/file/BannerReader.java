package io.lethe.policy.file;

import static io.lethe.policy.yaml.YamlWalk.at;
import static io.lethe.policy.yaml.YamlWalk.elements;
import static io.lethe.policy.yaml.YamlWalk.scalar;
import static io.lethe.policy.yaml.YamlWalk.scalars;

import io.lethe.policy.banner.BannerKind;
import io.lethe.policy.banner.BannerTable;
import io.lethe.policy.banner.Banners;
import io.lethe.policy.banner.TcfTable;
import io.lethe.policy.yaml.Yaml;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads how banners ask, from a tree in which everything has been found to be in order. */
final class BannerReader {

    private BannerReader() {}

    static Banners read(Yaml root) {
        Map<BannerKind, BannerTable> categories = new EnumMap<>(BannerKind.class);
        for (BannerKind kind : BannerKind.values()) {
            if (at(root, "banners").orElse(root) instanceof Yaml.Mapping banners
                    && banners.members().get(kind.id()) instanceof Yaml.Member member) {
                categories.put(
                        kind,
                        new BannerTable(
                                table(member.value(), Function.identity()),
                                member.place().line()));
            }
        }
        return new Banners(
                categories,
                new TcfTable(numbered(root, "purposes"), numbered(root, "specialFeatures"), numbered(root, "vendors")),
                at(root, "googleConsentMode")
                        .map(signals -> table(signals, Function.identity()))
                        .orElse(Map.of()),
                refusedBySignal(root));
    }

    private static Map<Integer, List<String>> numbered(Yaml root, String name) {
        return at(root, "banners", "tcf", name)
                .map(table -> table(table, Integer::valueOf))
                .orElse(Map.of());
    }

    private static <K> Map<K, List<String>> table(Yaml from, Function<String, K> key) {
        Map<K, List<String>> table = new LinkedHashMap<>();
        if (from instanceof Yaml.Mapping mapping) {
            for (String name : mapping.members().keySet()) {
                table.put(
                        key.apply(name),
                        scalars(mapping, name).stream().map(Yaml.Scalar::text).toList());
            }
        }
        return table;
    }

    private static Set<String> refusedBySignal(Yaml root) {
        return Stream.of("ofPersons", "ofDevices")
                .flatMap(scope -> elements(root, "purposes", scope).stream())
                .filter(purpose -> scalar(purpose, "globalPrivacyControl")
                        .filter(mark -> mark.text().equals("true"))
                        .isPresent())
                .map(purpose -> scalar(purpose, "id").orElseThrow().text())
                .collect(Collectors.toSet());
    }
}
