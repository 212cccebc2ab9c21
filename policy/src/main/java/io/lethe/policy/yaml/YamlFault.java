package io.lethe.policy.yaml;

import io.lethe.policy.Place;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;

/** Says in an author's words where and why a text is not YAML. */
final class YamlFault {

    private YamlFault() {}

    static void report(YamlEngineException fault, String text, PolicyProblems problems) {
        List<String> lines = text.lines().toList();
        int[] tabbed = IntStream.range(0, lines.size())
                .filter(at -> indent(lines.get(at)).indexOf('\t') >= 0)
                .toArray();
        for (int at : tabbed) {
            int column = lines.get(at).indexOf('\t') + 1;
            problems.add(new Place(at + 1, column), "is indented with a tab; indent with spaces");
        }
        if (tabbed.length > 0) {
            return;
        }
        switch (fault) {
            case ReaderException character ->
                problems.add(
                        placeOf(text, character.getPosition()),
                        "the character U+%04X cannot stand in a text file; take it out"
                                .formatted(character.getCodePoint()));
            case MarkedYamlEngineException marked ->
                problems.add(
                        Places.of(marked.getProblemMark().or(marked::getContextMark)),
                        "cannot be read as YAML from here: "
                                + Optional.ofNullable(marked.getProblem()).orElse("it breaks off")
                                + "; look at the indentation, quotes, brackets and colons of this line and the one before");
            case YamlVersionException version ->
                problems.add(Place.START, "asks for another version of YAML; take out the line that begins with %YAML");
            default -> problems.add(Place.START, "cannot be read as YAML: " + fault.getMessage());
        }
    }

    private static String indent(String line) {
        return line.substring(0, line.length() - line.stripLeading().length());
    }

    /** The place of a character that is counted by code points from the start. */
    private static Place placeOf(String text, int position) {
        int end = text.offsetByCodePoints(0, Math.min(position, text.codePointCount(0, text.length())));
        String before = text.substring(0, end);
        int lineStart = before.lastIndexOf('\n') + 1;
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return new Place(line, before.length() - lineStart + 1);
    }
}
