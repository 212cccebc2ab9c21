package io.lethe.certificate;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * JSON as RFC 8785 writes it, of what certificates consist of: texts, whole numbers, lists, and objects whose members are in order.
 */
final class CanonicalJson {

    /** RFC 8785 keeps to the whole numbers that every reader of JSON has. */
    private static final long LARGEST = (1L << 53) - 1;

    private final StringBuilder text = new StringBuilder(1024);

    private CanonicalJson() {}

    /**
     * @throws IllegalArgumentException where a text is no Unicode, or a number too large
     */
    static String text(SortedMap<String, ?> object) {
        CanonicalJson json = new CanonicalJson();
        json.value(object);
        return json.text.toString();
    }

    static byte[] bytes(SortedMap<String, ?> object) {
        return text(object).getBytes(StandardCharsets.UTF_8);
    }

    private void value(Object value) {
        switch (value) {
            case String string -> string(string);
            case Integer number -> text.append(number.intValue());
            case Long number -> text.append(checked(number));
            case List<?> list -> list(list);
            case SortedMap<?, ?> object -> object(object);
            default ->
                throw new IllegalArgumentException(
                        "a certificate has no " + value.getClass().getSimpleName());
        }
    }

    private static long checked(long number) {
        if (Math.abs(number) > LARGEST) {
            throw new IllegalArgumentException("a number is larger than JSON can be relied on to keep");
        }
        return number;
    }

    private void object(SortedMap<?, ?> object) {
        text.append('{');
        for (Iterator<? extends Map.Entry<?, ?>> members = object.entrySet().iterator(); members.hasNext(); ) {
            Map.Entry<?, ?> member = members.next();
            string((String) member.getKey());
            text.append(':');
            value(member.getValue());
            if (members.hasNext()) {
                text.append(',');
            }
        }
        text.append('}');
    }

    private void list(List<?> list) {
        text.append('[');
        for (Iterator<?> values = list.iterator(); values.hasNext(); ) {
            value(values.next());
            if (values.hasNext()) {
                text.append(',');
            }
        }
        text.append(']');
    }

    private void string(String string) {
        text.append('"');
        if (isPlain(string)) {
            text.append(string);
        } else {
            escaped(string);
        }
        text.append('"');
    }

    /** Whether it stands in JSON as it is. Nearly all texts of a certificate do, and are written whole. */
    private static boolean isPlain(String string) {
        for (int at = 0; at < string.length(); at++) {
            char each = string.charAt(at);
            if (each < ' ' || each == '"' || each == '\\' || Character.isSurrogate(each)) {
                return false;
            }
        }
        return true;
    }

    private void escaped(String string) {
        for (int at = 0; at < string.length(); at++) {
            char each = string.charAt(at);
            switch (each) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\b' -> text.append("\\b");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\f' -> text.append("\\f");
                case '\r' -> text.append("\\r");
                default -> {
                    if (each < ' ') {
                        text.append("\\u00")
                                .append(Character.forDigit(each >> 4, 16))
                                .append(Character.forDigit(each & 15, 16));
                    } else if (Character.isHighSurrogate(each)
                            && at + 1 < string.length()
                            && Character.isLowSurrogate(string.charAt(at + 1))) {
                        text.append(each).append(string.charAt(++at));
                    } else if (Character.isSurrogate(each)) {
                        throw new IllegalArgumentException("half a character stands alone");
                    } else {
                        text.append(each);
                    }
                }
            }
        }
    }
}
