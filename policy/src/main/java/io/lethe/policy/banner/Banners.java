package io.lethe.policy.banner;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How choices at banners, and signals of browsers, translate into the purposes of a policy. It says how people are asked, and changes
 * nothing for anybody who has chosen already.
 *
 * @param categories by banner, in the file's order; what is not there has no table
 * @param tcf of the IAB's Transparency and Consent Framework
 * @param googleConsentMode by Google's signal, the purposes that all have to be granted for it
 * @param globalPrivacyControl ids of the purposes that the browser's signal refuses
 */
public record Banners(
        Map<BannerKind, BannerTable> categories,
        TcfTable tcf,
        Map<String, List<String>> googleConsentMode,
        Set<String> globalPrivacyControl) {

    /** A policy that knows no banner. */
    public static final Banners NONE = new Banners(Map.of(), TcfTable.NONE, Map.of(), Set.of());

    public Banners {
        categories = Map.copyOf(categories);
        googleConsentMode = inOrder(googleConsentMode);
        globalPrivacyControl = Set.copyOf(globalPrivacyControl);
    }

    /** What the categories of a banner stand for, where the policy knows it. */
    public Optional<BannerTable> of(BannerKind banner) {
        return Optional.ofNullable(categories.get(banner));
    }

    /** Those who write a file put what belongs together side by side, and read answers in the same order. */
    static <K> Map<K, List<String>> inOrder(Map<K, List<String>> table) {
        Map<K, List<String>> copy = new LinkedHashMap<>();
        table.forEach((key, values) -> copy.put(key, List.copyOf(values)));
        return Collections.unmodifiableMap(copy);
    }
}
