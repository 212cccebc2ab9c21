package io.lethe.policy.yaml;

import io.lethe.policy.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Turns the text of a policy file into a tree that knows its places. Of YAML it takes what a list of facts needs:
 * no aliases, no tags of one's own, no second document, nothing deep or long.
 */
public final class YamlParser {

    private static final int DEEPEST = 16;
    private static final int MOST_VALUES = 10_000;
    private static final int LONGEST_SCALAR = 2_000;

    private final PolicyProblems problems;

    public YamlParser(PolicyProblems problems) {
        this.problems = problems;
    }

    /** The tree, unless the text is so far from one that nothing more can be said about it. */
    public Optional<Yaml> parse(String text) {
        LoadSettings settings = settings(text);
        try {
            if (!isPlain(text, settings)) {
                return Optional.empty();
            }
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                problems.add(Place.START, "holds nothing but remarks; start from a copy of a policy that works");
            }
            return root.map(this::convert);
        } catch (YamlEngineException e) {
            YamlFault.report(e, text, problems);
            return Optional.empty();
        }
    }

    /** The buffer takes all of the text: where it takes a part, a pair of surrogates across the border breaks the reader. */
    private static LoadSettings settings(String text) {
        return LoadSettings.builder()
                .setCodePointLimit(PolicyText.LARGEST)
                .setBufferSize(text.length() + 2)
                .setAllowNonScalarKeys(true)
                .build();
    }

    /** Looks at the bare events first, before anything can multiply. */
    private boolean isPlain(String text, LoadSettings settings) {
        boolean plain = true;
        int depth = 0;
        int documents = 0;
        int values = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            Place place = Places.of(event.getStartMark());
            if (event instanceof AliasEvent alias) {
                problems.add(
                        place,
                        "'*" + alias.getAlias() + "' refers to another place; write out here what is meant, a policy "
                                + "file holds no aliases");
                plain = false;
            } else if (tag(event).isPresent()) {
                // Before the engine makes anything of it: it takes some, and fails on others.
                problems.add(
                        place,
                        "the tag '" + Wording.shorten(tag(event).orElseThrow()) + "' means nothing here; take it out");
                return false;
            } else if (event instanceof DocumentStartEvent && ++documents > 1) {
                problems.add(place, "a second document starts here; keep one policy in one file, and take '---' out");
                return false;
            } else if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
                problems.add(place, "is nested more than " + DEEPEST + " levels deep; a policy file needs fewer");
                return false;
            } else if (event instanceof ScalarEvent && ++values > MOST_VALUES) {
                problems.add(place, "this is value " + values + "; no policy needs as many. Is it the right file?");
                return false;
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
        return plain;
    }

    private static Optional<String> tag(Event event) {
        return switch (event) {
            case ScalarEvent scalar -> scalar.getTag();
            case CollectionStartEvent collection -> collection.getTag();
            default -> Optional.empty();
        };
    }

    private Yaml convert(Node node) {
        return switch (node) {
            case MappingNode mapping -> mapping(mapping);
            case SequenceNode sequence -> {
                List<Yaml> items = new ArrayList<>();
                sequence.getValue().forEach(item -> items.add(convert(item)));
                yield new Yaml.Sequence(items, Places.of(sequence));
            }
            case ScalarNode scalar -> scalar(scalar);
            default -> throw new IllegalStateException("not a YAML node: " + node.getNodeType());
        };
    }

    private Yaml mapping(MappingNode mapping) {
        Map<String, Yaml.Member> members = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Place place = Places.of(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(place, "a name must stand before the colon, not a list or a group of members");
                continue;
            }
            Yaml.Member member = new Yaml.Member(place, convert(tuple.getValueNode()));
            Yaml.Member first = members.putIfAbsent(key.getValue(), member);
            if (first != null) {
                problems.add(
                        place,
                        "'" + key.getValue() + "' stands here for the second time, first in line "
                                + first.place().line() + "; keep one of them");
            }
        }
        return new Yaml.Mapping(members, Places.of(mapping));
    }

    private Yaml scalar(ScalarNode scalar) {
        Place place = Places.of(scalar);
        String text = scalar.getValue();
        if (text.length() > LONGEST_SCALAR) {
            problems.add(place, "is longer than " + LONGEST_SCALAR + " characters; say it in fewer");
            text = text.substring(0, LONGEST_SCALAR);
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            problems.add(place, "holds a line break or another control character; write it on one line");
        }
        return new Yaml.Scalar(text, type(scalar.getTag()), place);
    }

    private static Yaml.Type type(Tag tag) {
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return Yaml.Type.NUMBER;
        }
        if (tag.equals(Tag.BOOL)) {
            return Yaml.Type.BOOLEAN;
        }
        return tag.equals(Tag.NULL) ? Yaml.Type.NOTHING : Yaml.Type.TEXT;
    }
}
