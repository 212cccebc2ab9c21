package io.lethe.policy.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with placeholders: {@code {email}} for what a command names, {@code ${secret:NAME}} for a credential. Braces around
 * anything but a word stand for themselves.
 */
public record Template(List<Part> parts) {

    /** What identifies a person or a device. */
    public static final Set<String> IDENTIFIERS = Set.of("email", "customerId", "visitorId", "subjectId");

    /** The id of a command, the same in every attempt: for systems that want a key against repeats. */
    public static final String COMMAND_ID = "commandId";

    private static final Pattern HOLE = Pattern.compile("\\$\\{secret:([A-Z][A-Z0-9_]{0,60})}|\\{([A-Za-z]+)}");

    /** A piece of a template. */
    public sealed interface Part {}

    public record Literal(String text) implements Part {}

    /** Stands for a value of a command. */
    public record Placeholder(String name) implements Part {}

    /** Stands for a credential that is read from the environment or a file. */
    public record Credential(String name) implements Part {}

    public Template {
        parts = List.copyOf(parts);
    }

    public static Template of(String text) {
        List<Part> parts = new ArrayList<>();
        Matcher holes = HOLE.matcher(text);
        int from = 0;
        for (MatchResult hole : holes.results().toList()) {
            literal(text.substring(from, hole.start()), parts);
            parts.add(hole.group(1) == null ? new Placeholder(hole.group(2)) : new Credential(hole.group(1)));
            from = hole.end();
        }
        literal(text.substring(from), parts);
        return new Template(parts);
    }

    private static void literal(String text, List<Part> parts) {
        if (!text.isEmpty()) {
            parts.add(new Literal(text));
        }
    }

    /** The names of values that a command has to bring. */
    public Set<String> placeholders() {
        Set<String> names = new TreeSet<>();
        for (Part part : parts) {
            if (part instanceof Placeholder(String name)) {
                names.add(name);
            }
        }
        return names;
    }

    /** The names of the credentials in it. */
    public Set<String> secrets() {
        Set<String> names = new TreeSet<>();
        for (Part part : parts) {
            if (part instanceof Credential(String name)) {
                names.add(name);
            }
        }
        return names;
    }
}
