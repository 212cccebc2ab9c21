package io.lethe.ingest.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The members of one object. Every getter notes what is wrong and goes on with a stand-in, so that all problems of a batch
 * come to light; what was read counts only if there were none. An optional member that is {@code null} is absent.
 */
public final class Members {

    private static final String MISSING = "is missing";

    private final ObjectNode node;
    private final Pointer at;
    private final BodyProblems problems;
    private final Map<String, Pointer> elsewhere;

    /** Notes every member that is not among the known ones. */
    public Members(ObjectNode node, Pointer at, BodyProblems problems, Set<String> known) {
        this(node, at, problems, known, Map.of());
    }

    /** @param elsewhere members that the caller wrote in another place, and where */
    public Members(
            ObjectNode node, Pointer at, BodyProblems problems, Set<String> known, Map<String, Pointer> elsewhere) {
        this.node = node;
        this.at = at;
        this.problems = problems;
        this.elsewhere = elsewhere;
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                Pointer there = at.untrustedMember(name);
                problems.add(there, there == at ? "has a member that is not known here" : "is not known here");
            }
        }
    }

    public boolean has(String name) {
        return present(name) != null;
    }

    /** A text as it was sent, checked only for being one; null where there is none. */
    @Nullable
    public String raw(String name) {
        JsonNode value = present(name);
        if (value != null && !value.isTextual()) {
            problem(name, "must be a text");
            return null;
        }
        return value == null ? null : value.textValue();
    }

    /** A text that goes into pseudonymous records: it names nobody, as far as that can be told. */
    @Nullable
    public String optionalText(String name, int longest) {
        String text = raw(name);
        if (text == null) {
            return null;
        }
        String wrong = TextRules.whatIsWrong(text, longest);
        if (!wrong.isEmpty()) {
            problem(name, wrong);
        }
        return text;
    }

    public String text(String name, int longest) {
        requirePresence(name);
        String text = optionalText(name, longest);
        return text == null ? "" : text;
    }

    /** What stands for something, in a closed alphabet. */
    public String id(String name, int longest) {
        requirePresence(name);
        return id(name, longest, "");
    }

    public String id(String name, int longest, String fallback) {
        String text = raw(name);
        if (text == null) {
            return fallback;
        }
        String wrong = TextRules.whatIsWrongWithId(text, longest);
        if (!wrong.isEmpty()) {
            problem(name, wrong);
        }
        return text;
    }

    /** How many there are of something; null where nobody says. */
    public @Nullable Integer optionalCount(String name, int most) {
        JsonNode value = present(name);
        if (value == null) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0 || value.intValue() > most) {
            problem(name, "must be a whole number from 0 to " + most);
            return null;
        }
        return value.intValue();
    }

    /** A word of a closed list. */
    public <T> T term(String name, Terms<T> terms) {
        requirePresence(name);
        String word = raw(name);
        if (word == null) {
            return terms.fallback();
        }
        T found = terms.find(word);
        if (found == null) {
            problem(name, terms.refusal());
            return terms.fallback();
        }
        return found;
    }

    /** Several words of a closed list, each at most once; none where the member is absent. */
    public <T> List<T> optionalTerms(String name, Terms<T> terms) {
        return optionalTerms(name, terms, (_, _) -> {});
    }

    /** @param more looks at each word found, and may note a problem at its index */
    public <T> List<T> optionalTerms(String name, Terms<T> terms, ObjIntConsumer<T> more) {
        List<T> found = new ArrayList<>();
        Set<T> seen = new HashSet<>();
        JsonNode value = present(name);
        if (value == null) {
            return found;
        }
        eachElement(name, value, (element, index) -> {
            Pointer there = at(name).element(index);
            T term = element.isTextual() ? terms.find(element.textValue()) : null;
            if (!element.isTextual()) {
                problems.add(there, "must be a text");
            } else if (term == null) {
                problems.add(there, terms.refusal());
            } else if (!seen.add(term)) {
                problems.add(there, "is there twice");
            } else {
                found.add(term);
                more.accept(term, index);
            }
        });
        return found;
    }

    /** Several texts, as they were sent; none where the member is absent. */
    public List<String> optionalTexts(String name) {
        List<String> found = new ArrayList<>();
        JsonNode value = present(name);
        if (value == null) {
            return found;
        }
        eachElement(name, value, (element, index) -> {
            if (element.isTextual()) {
                found.add(element.textValue());
            } else {
                problem(name, index, "must be a text");
            }
        });
        return found;
    }

    @Nullable
    Members optionalObject(String name, Set<String> known) {
        JsonNode value = present(name);
        if (value instanceof ObjectNode object) {
            return new Members(object, at(name), problems, known);
        }
        if (value != null) {
            problem(name, "must be an object");
        }
        return null;
    }

    @Nullable
    public Members object(String name, Set<String> known) {
        requirePresence(name);
        return optionalObject(name, known);
    }

    /** The objects of an array that has at least one. */
    public List<Members> objects(String name, Set<String> known) {
        requirePresence(name);
        List<Members> objects = new ArrayList<>();
        JsonNode value = present(name);
        if (value == null) {
            return objects;
        }
        if (value.isArray() && value.isEmpty()) {
            problem(name, "must not be empty");
        }
        eachElement(name, value, (element, index) -> {
            Pointer there = at(name).element(index);
            if (element instanceof ObjectNode object) {
                objects.add(new Members(object, there, problems, known));
            } else {
                problems.add(there, "must be an object");
            }
        });
        return objects;
    }

    /** Something is wrong with an element of a member. */
    public void problem(String name, int index, String detail) {
        problems.add(at(name).element(index), detail);
    }

    /** Something is wrong with a member. */
    public void problem(String name, String detail) {
        problems.add(at(name), detail);
    }

    /** Where the caller wrote a member, or would have. */
    public Pointer at(String name) {
        Pointer other = elsewhere.get(name);
        return other == null ? at.member(name) : other;
    }

    /** Something is wrong with the object. */
    public void problem(String detail) {
        problems.add(at, detail);
    }

    private void eachElement(String name, JsonNode value, ObjIntConsumer<JsonNode> action) {
        if (!(value instanceof ArrayNode array)) {
            problem(name, "must be an array");
            return;
        }
        for (int i = 0; i < array.size(); i++) {
            action.accept(array.get(i), i);
        }
    }

    private void requirePresence(String name) {
        if (present(name) == null) {
            problem(name, MISSING);
        }
    }

    private @Nullable JsonNode present(String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? null : value;
    }
}
