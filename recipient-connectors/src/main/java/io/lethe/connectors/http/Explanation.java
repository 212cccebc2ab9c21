package io.lethe.connectors.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lethe.connectors.work.Deletion;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a system refused, in its own words, as far as it says so in JSON, and without the person: such words often quote what was sent, and a
 * reason is kept for years.
 *
 * <p>A word goes where it has a piece of an identifier in it, as {@code Lovelace} and {@code lovelace} of {@code ada.lovelace@example.org},
 * where it looks like an address, or holds so many digits in a row that it may be a number of somebody.
 */
final class Explanation {

    private static final int LONGEST = 160;

    /** Shorter pieces, as {@code de} and {@code io}, are in many words. */
    private static final int SHORTEST_PIECE = 3;

    private static final String REMOVED = "[removed]";
    private static final String REMOVED_LITERALLY = Matcher.quoteReplacement(REMOVED);
    private static final Pattern NO_LETTER_OR_DIGIT = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern WORD = Pattern.compile("\\S+");
    private static final Pattern ADDRESS_OR_NUMBER = Pattern.compile(".*(@|%40|\\d{5}).*", Pattern.CASE_INSENSITIVE);
    private static final Pattern NOT_TEXT = Pattern.compile("[\\p{Cntrl}\\s]+");

    /** Where systems say it: RFC 9457, HubSpot, Google, OAuth, and most others. */
    private static final List<String> PLACES =
            List.of("/detail", "/message", "/error/message", "/error_description", "/title", "/error");

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(20).build())
                    .build())
            .build();

    private Explanation() {}

    /** Empty where the answer says nothing of it, or nothing is left. */
    static Optional<String> of(byte[] body, Deletion deletion) {
        List<String> identifiers =
                deletion.identifiers().values().stream().flatMap(List::stream).toList();
        return read(body).stream()
                .flatMap(said -> PLACES.stream().map(said::at))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .map(text -> without(identifiers, text))
                .filter(text -> !text.isBlank())
                .findFirst();
    }

    private static Optional<JsonNode> read(byte[] body) {
        try {
            return Optional.ofNullable(JSON.readTree(body));
        } catch (JsonProcessingException e) {
            // Many answer with a page for people; its status says enough.
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can be read", e);
        }
    }

    private static List<String> pieces(List<String> identifiers) {
        return identifiers.stream()
                .map(identifier -> identifier.toLowerCase(Locale.ROOT))
                .flatMap(NO_LETTER_OR_DIGIT::splitAsStream)
                .filter(piece -> piece.length() >= SHORTEST_PIECE)
                .toList();
    }

    /** Whole identifiers first, however short they are and whatever is in them. */
    private static String without(List<String> identifiers, String text) {
        List<String> pieces = pieces(identifiers);
        String whole = text;
        for (String identifier : identifiers) {
            whole = Pattern.compile(identifier, Pattern.LITERAL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                    .matcher(whole)
                    .replaceAll(REMOVED_LITERALLY);
        }
        String line = NOT_TEXT.matcher(whole).replaceAll(" ").strip();
        String clean = WORD.matcher(line)
                .replaceAll(
                        word -> Matcher.quoteReplacement(isOfThePerson(pieces, word.group()) ? REMOVED : word.group()));
        return clean.length() > LONGEST ? clean.substring(0, LONGEST) : clean;
    }

    private static boolean isOfThePerson(List<String> pieces, String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return ADDRESS_OR_NUMBER.matcher(lower).matches() || pieces.stream().anyMatch(piece -> lower.contains(piece));
    }
}
