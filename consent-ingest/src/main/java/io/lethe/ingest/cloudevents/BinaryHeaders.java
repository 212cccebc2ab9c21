package io.lethe.ingest.cloudevents;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.ingest.json.BodyProblems;
import io.lethe.ingest.json.Members;
import io.lethe.ingest.json.Pointer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The attributes of a CloudEvent in binary mode: headers that begin with {@code ce-}. A pointer such as {@code /ce-time} names one. */
final class BinaryHeaders {

    private static final String PREFIX = "ce-";

    /** Those that every CloudEvent has. */
    static final List<String> REQUIRED = List.of("ce-specversion", "ce-id", "ce-source", "ce-type");

    /** The others are extensions, which are not looked at; the type of the data is that of the body. */
    private static final List<String> NAMES =
            List.of("specversion", "id", "source", "type", "time", "subject", "dataschema");

    private static final Map<String, Pointer> POINTERS = NAMES.stream()
            .collect(Collectors.toUnmodifiableMap(Function.identity(), name -> Pointer.ROOT.member(PREFIX + name)));

    private BinaryHeaders() {}

    static Members attributes(List<Map.Entry<String, String>> headers, BodyProblems problems) {
        ObjectNode attributes = JsonNodeFactory.instance.objectNode();
        Map<String, String> wrong = new HashMap<>();
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().startsWith(PREFIX) ? header.getKey().substring(PREFIX.length()) : "";
            if (POINTERS.containsKey(name)) {
                String value = decoded(header.getValue());
                if (attributes.has(name)) {
                    wrong.put(name, "is there twice");
                } else if (value == null) {
                    wrong.put(name, "must be printable ASCII, and else percent-encoded UTF-8");
                }
                attributes.put(name, value == null ? "" : value);
            }
        }
        Members read = new Members(attributes, Pointer.ROOT, problems, Set.copyOf(NAMES), POINTERS);
        wrong.forEach(read::problem);
        return read;
    }

    /** HTTP binding 1.0, section 3.1.3.2: quotes first, then percent signs. */
    private static @Nullable String decoded(String header) {
        String text = header.strip();
        if (text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")) {
            text = text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return null;
            }
            if (c == '%' && i + 2 < text.length() && hex(text, i + 1) >= 0) {
                bytes.write(hex(text, i + 1));
                i += 2;
            } else if (c == '%') {
                return null;
            } else {
                bytes.write(c);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** The byte that two digits stand for; less than nothing where they are none. */
    private static int hex(String text, int at) {
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }
}
