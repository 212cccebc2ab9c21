package io.lethe.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Turns the text of a policy file into a tree that knows its places. */
final class YamlParser {

    private final String file;

    YamlParser(String file) {
        this.file = file;
    }

    Yaml parse(String text) {
        LoadSettings settings = LoadSettings.builder().setLabel(file).build();
        return new Compose(settings)
                .composeString(text)
                .map(this::convert)
                .orElse(new Yaml.Scalar("", Yaml.Type.NOTHING, Place.START));
    }

    private Yaml convert(Node node) {
        Place place = place(node);
        return switch (node) {
            case MappingNode mapping -> {
                Map<String, Yaml.Member> members = new LinkedHashMap<>();
                for (NodeTuple tuple : mapping.getValue()) {
                    ScalarNode key = (ScalarNode) tuple.getKeyNode();
                    members.put(key.getValue(), new Yaml.Member(place(key), convert(tuple.getValueNode())));
                }
                yield new Yaml.Mapping(members, place);
            }
            case SequenceNode sequence -> {
                List<Yaml> items = new ArrayList<>();
                sequence.getValue().forEach(item -> items.add(convert(item)));
                yield new Yaml.Sequence(items, place);
            }
            case ScalarNode scalar -> new Yaml.Scalar(scalar.getValue(), type(scalar.getTag()), place);
            default -> throw new IllegalStateException("not a YAML node: " + node.getNodeType());
        };
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

    private static Place place(Node node) {
        Mark mark = node.getStartMark().orElseThrow();
        return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
