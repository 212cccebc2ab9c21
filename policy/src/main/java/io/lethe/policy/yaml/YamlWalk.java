package io.lethe.policy.yaml;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Ways through a tree that may not be what it should: what is missing or of the wrong kind is passed over. */
public final class YamlWalk {

    private YamlWalk() {}

    /** What stands at the end of a path of names. */
    public static Optional<Yaml> at(Yaml from, String... names) {
        Optional<Yaml> at = Optional.of(from);
        for (String name : names) {
            at = at.flatMap(one -> one instanceof Yaml.Mapping mapping ? mapping.get(name) : Optional.empty());
        }
        return at;
    }

    /** The groups of members in the list at the end of a path. */
    public static List<Yaml.Mapping> elements(Yaml from, String... names) {
        return items(from, names)
                .filter(Yaml.Mapping.class::isInstance)
                .map(Yaml.Mapping.class::cast)
                .toList();
    }

    /** The single values in the list at the end of a path. */
    public static List<Yaml.Scalar> scalars(Yaml from, String... names) {
        return items(from, names)
                .filter(Yaml.Scalar.class::isInstance)
                .map(Yaml.Scalar.class::cast)
                .toList();
    }

    /** The single value at the end of a path. */
    public static Optional<Yaml.Scalar> scalar(Yaml from, String... names) {
        return at(from, names).filter(Yaml.Scalar.class::isInstance).map(Yaml.Scalar.class::cast);
    }

    private static Stream<Yaml> items(Yaml from, String... names) {
        return at(from, names)
                .map(one -> one instanceof Yaml.Sequence sequence ? sequence.items() : List.<Yaml>of())
                .orElse(List.of())
                .stream();
    }
}
