package io.lethe.policy.review;

import io.lethe.policy.Policy;
import io.lethe.policy.Purpose;
import io.lethe.policy.Scope;
import io.lethe.policy.banner.BannerKind;
import io.lethe.policy.banner.BannerTable;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds what can be said at banners against what has to be asked. The framework of the IAB is left out: its purposes are its own, and
 * whoever has others asks for them beside it.
 */
final class BannerReview {

    /** A choice for each purpose (GDPR art. 4(11), 6(1)(a), recital 43). */
    private static final String CHOICE_BY_PURPOSE = "C1";

    private final Policy policy;

    BannerReview(Policy policy) {
        this.policy = policy;
    }

    Stream<Finding> findings() {
        return Arrays.stream(BannerKind.values())
                .flatMap(kind -> policy.banners().of(kind).stream()
                        .flatMap(table -> Stream.concat(bundles(kind, table), unasked(kind, table))));
    }

    private static Stream<Finding> bundles(BannerKind kind, BannerTable table) {
        return table.purposes().entrySet().stream()
                .filter(category -> category.getValue().size() > 1)
                .map(category -> finding(
                        kind,
                        table,
                        "the banner's category " + category.getKey() + " stands for "
                                + String.join(" and ", category.getValue())
                                + ": whoever agrees to one agrees to the other; give each a category of its own"));
    }

    private Stream<Finding> unasked(BannerKind kind, BannerTable table) {
        Set<String> asked =
                table.purposes().values().stream().flatMap(Collection::stream).collect(Collectors.toSet());
        List<String> never = policy.purposes().stream()
                .filter(purpose ->
                        purpose.scope() == Scope.DEVICE && purpose.basis().offersChoice())
                .map(Purpose::id)
                .filter(id -> !asked.contains(id))
                .toList();
        return never.isEmpty()
                ? Stream.empty()
                : Stream.of(finding(
                        kind,
                        table,
                        "the banner has no category for " + String.join(", ", never)
                                + ": nobody can choose there; add one, or ask elsewhere"));
    }

    private static Finding finding(BannerKind kind, BannerTable table, String text) {
        return new Finding(CHOICE_BY_PURPOSE, kind.id(), text, table.line());
    }
}
