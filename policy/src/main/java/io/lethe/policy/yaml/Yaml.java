package io.lethe.policy.yaml;

import io.lethe.policy.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a policy file holds, with the place of everything in it. */
public sealed interface Yaml {

    Place place();

    /** A single value. */
    record Scalar(String text, Type type, Place place) implements Yaml {}

    /** A list. */
    record Sequence(List<Yaml> items, Place place) implements Yaml {}

    /** Members under names, in the file's order. */
    record Mapping(Map<String, Member> members, Place place) implements Yaml {

        public Optional<Yaml> get(String name) {
            return Optional.ofNullable(members.get(name)).map(Member::value);
        }
    }

    /**
     * A named member of a mapping.
     *
     * @param place of the name
     */
    record Member(Place place, Yaml value) {}

    /** What YAML takes a scalar for. */
    enum Type {
        TEXT,
        NUMBER,
        BOOLEAN,
        NOTHING
    }
}
