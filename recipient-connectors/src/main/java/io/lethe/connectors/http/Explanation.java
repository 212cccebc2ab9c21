package io.lethe.connectors.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lethe.connectors.work.Deletion;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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
        List<String> pieces = pieces(deletion.identifiers().values());
        return read(body).stream()
                .flatMap(said -> PLACES.stream().map(said::at))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .map(text -> without(pieces, text))
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

    private static List<String> pieces(Collection<List<String>> identifiers) {
        return identifiers.stream()
                .flatMap(List::stream)
                .map(identifier -> identifier.toLowerCase(Locale.ROOT))
                .flatMap(identifier ->
                        Stream.concat(Stream.of(identifier), NO_LETTER_OR_DIGIT.splitAsStream(identifier)))
                .filter(piece -> piece.length() >= SHORTEST_PIECE)
                .toList();
    }

    private static String without(List<String> pieces, String text) {
        String line = NOT_TEXT.matcher(text.length() > 4 * LONGEST ? text.substring(0, 4 * LONGEST) : text)
                .replaceAll(" ")
                .strip();
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
