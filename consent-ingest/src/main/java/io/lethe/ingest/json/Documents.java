package io.lethe.ingest.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes a request's body apart into the JSON objects that are its events. */
public final class Documents {

    /** Most events that one request may bring. */
    public static final int MOST = 1_000;

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final String WRONG_TYPE = "must be an object";

    /**
     * One event as it was sent.
     *
     * @param elsewhere members that the caller wrote in another place
     */
    public record Document(Pointer at, ObjectNode node, Map<String, Pointer> elsewhere) {

        public Document(Pointer at, ObjectNode node) {
            this(at, node, Map.of());
        }
    }

    private final BodyProblems problems;
    private final List<Document> found = new ArrayList<>();

    private Documents(BodyProblems problems) {
        this.problems = problems;
    }

    /**
     * Reads the body.
     *
     * @param lines whether it is {@code application/x-ndjson}, one object a line; else one object, or an array of them
     * @throws TooManyEventsException where it holds more than {@link #MOST}
     */
    public static List<Document> in(byte[] body, boolean lines, BodyProblems problems) {
        CharBuffer decoded;
        try {
            decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
        } catch (CharacterCodingException e) {
            problems.addMalformed(Pointer.ROOT, "is not UTF-8");
            return List.of();
        }
        Documents documents = new Documents(problems);
        char[] text = decoded.array();
        if (lines) {
            documents.lines(text, decoded.limit());
        } else {
            documents.whole(text, decoded.limit());
        }
        return documents.found;
    }

    /** One object that is part of a body; null where there is none, which is then among the problems. */
    public static @Nullable ObjectNode object(byte[] part, Pointer at, BodyProblems problems) {
        try {
            CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(part));
            JsonNode node = StrictJson.read(decoded.array(), 0, decoded.limit(), at, problems, 0);
            if (node instanceof ObjectNode object) {
                return object;
            }
            if (node != null) {
                problems.add(at, WRONG_TYPE);
            }
        } catch (CharacterCodingException e) {
            problems.addMalformed(at, "is not UTF-8");
        } catch (TooManyEventsException e) {
            problems.add(at, WRONG_TYPE);
        }
        return null;
    }

    private void whole(char[] text, int length) {
        int start = afterMark(text, 0, length);
        switch (StrictJson.read(text, start, length - start, Pointer.ROOT, problems, MOST)) {
            case null -> {}
            case ArrayNode array when array.isEmpty() -> problems.add(Pointer.ROOT, "holds no event");
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    add(Pointer.ROOT.element(i), array.get(i));
                }
            }
            case ObjectNode object -> add(Pointer.ROOT, object);
            case JsonNode _ -> problems.add(Pointer.ROOT, "must be an object or an array of objects");
        }
    }

    private void lines(char[] text, int length) {
        int start = 0;
        int events = 0;
        for (int line = 0; start < length; line++) {
            int end = endOfLine(text, start, length);
            start = afterMark(text, start, end);
            if (!blank(text, start, end)) {
                if (++events > MOST) {
                    throw new TooManyEventsException();
                }
                problems.found();
                Pointer at = Pointer.ROOT.element(line);
                JsonNode node = StrictJson.read(text, start, end - start, at, problems, Integer.MAX_VALUE);
                if (node != null) {
                    add(at, node);
                }
            }
            start = end + 1;
        }
        if (events == 0) {
            problems.add(Pointer.ROOT, "holds no event");
        }
    }

    private void add(Pointer at, @Nullable JsonNode node) {
        if (node instanceof ObjectNode object) {
            found.add(new Document(at, object));
        } else {
            problems.add(at, WRONG_TYPE);
        }
    }

    /** A byte order mark in front of a JSON text is ignored (RFC 8259, 8.1); where files were put together, that is any line. */
    private static int afterMark(char[] text, int start, int end) {
        return start < end && text[start] == BYTE_ORDER_MARK ? start + 1 : start;
    }

    private static int endOfLine(char[] text, int start, int length) {
        int end = start;
        while (end < length && text[end] != '\n') {
            end++;
        }
        return end;
    }

    private static boolean blank(char[] text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
