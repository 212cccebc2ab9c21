package io.lethe.ingest.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259) into a tree of bounded size, and takes nothing that two readers could understand differently: no
 * duplicate members, nothing after the end. Of numbers an event can only have counts: a whole number that fits is read, any other is checked and dropped.
 */
final class StrictJson {

    private static final int DEEPEST = 8;
    private static final int MOST_MEMBERS = 32;
    private static final int MOST_ELEMENTS = 200;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            // Names that callers make up must not stay in memory.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** One that counts nothing. */
    private static final JsonNode NUMBER = NODES.numberNode(Double.NaN);

    private final JsonParser parser;
    private final BodyProblems problems;
    private final int mostAtTop;
    private Pointer here;

    private StrictJson(JsonParser parser, Pointer start, BodyProblems problems, int mostAtTop) {
        this.parser = parser;
        this.problems = problems;
        this.mostAtTop = mostAtTop;
        this.here = start;
    }

    /**
     * Reads one document.
     *
     * @param start where the document stands in the body
     * @param mostAtTop elements that an array at the top may have
     * @return null where it is not JSON; that is then among the problems
     * @throws TooManyEventsException where an array at the top is longer
     */
    static @Nullable JsonNode read(
            char[] text, int offset, int length, Pointer start, BodyProblems problems, int mostAtTop) {
        try (JsonParser parser = FACTORY.createParser(text, offset, length)) {
            return new StrictJson(parser, start, problems, mostAtTop).document();
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory cannot fail", e);
        }
    }

    private @Nullable JsonNode document() throws IOException {
        Pointer start = here;
        try {
            JsonToken first = parser.nextToken();
            if (first == null) {
                problems.addMalformed(start, "is empty");
                return null;
            }
            JsonNode node = value(first, start, 0);
            here = start;
            if (parser.nextToken() != null) {
                problems.addMalformed(start, "goes on after the end of the JSON document" + position());
            }
            return node;
        } catch (StreamConstraintsException e) {
            problems.add(stuck(), "is nested deeper, or has a longer name or number, than this takes");
        } catch (JsonProcessingException e) {
            // Without the parser's words: they quote what the caller sent.
            problems.addMalformed(stuck(), "is not JSON" + position());
        }
        return null;
    }

    /** Where the parser gave up: at a member, if it had read its name. */
    private Pointer stuck() {
        String name = parser.getParsingContext().getCurrentName();
        return parser.getParsingContext().inObject() && name != null ? here.untrustedMember(name) : here;
    }

    private JsonNode value(JsonToken token, Pointer at, int depth) throws IOException {
        here = at;
        return switch (token) {
            case START_OBJECT -> depth < DEEPEST ? object(at, depth) : tooDeep(at);
            case START_ARRAY -> depth < DEEPEST ? array(at, depth) : tooDeep(at);
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == NumberType.INT ? NODES.numberNode(parser.getIntValue()) : NUMBER;
            default -> NUMBER;
        };
    }

    private JsonNode object(Pointer at, int depth) throws IOException {
        ObjectNode object = NODES.objectNode();
        int members = 0;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            Pointer child = at.untrustedMember(name);
            JsonToken token = parser.nextToken();
            if (++members > MOST_MEMBERS) {
                parser.skipChildren();
                continue;
            }
            JsonNode value = value(token, child, depth + 1);
            here = at;
            if (object.has(name)) {
                problems.add(child, "is there twice");
            } else {
                object.set(name, value);
            }
        }
        here = at;
        if (members > MOST_MEMBERS) {
            problems.add(at, "must not have more than " + MOST_MEMBERS + " members");
        }
        return object;
    }

    private JsonNode array(Pointer at, int depth) throws IOException {
        ArrayNode array = NODES.arrayNode();
        int elements = 0;
        JsonToken token;
        here = at.element(0);
        while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
            elements++;
            if (depth == 0) {
                if (elements > mostAtTop) {
                    throw new TooManyEventsException();
                }
                problems.found();
            }
            if (depth > 0 && elements > MOST_ELEMENTS) {
                parser.skipChildren();
                continue;
            }
            array.add(value(token, at.element(elements - 1), depth + 1));
            here = at.element(elements);
        }
        here = at;
        if (depth > 0 && elements > MOST_ELEMENTS) {
            problems.add(at, "must not have more than " + MOST_ELEMENTS + " elements");
        }
        return array;
    }

    private JsonNode tooDeep(Pointer at) throws IOException {
        problems.add(at, "is nested deeper than this takes");
        parser.skipChildren();
        return NODES.nullNode();
    }

    private String position() {
        var location = parser.currentLocation();
        return " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }
}
