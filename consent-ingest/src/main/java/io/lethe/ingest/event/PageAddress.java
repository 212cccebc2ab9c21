package io.lethe.ingest.event;

import io.lethe.ingest.json.AddressInDisguise;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The address of a page, without what could tell who looked at it. */
final class PageAddress {

    static final int LONGEST = 2_000;

    private static final Pattern ADDRESS = Pattern.compile(
            "([A-Za-z][A-Za-z0-9+.-]*://)(?:[^/?#]*@)?((?:[\\p{L}\\p{N}._-]+|\\[[0-9A-Fa-f:.]+])(?::\\d{1,5})?)(/[^?#]*)?(?:[?#].*)?");

    private PageAddress() {}

    /**
     * Takes away user information, query and fragment; of the path, the parameters of each segment, and each segment that may
     * be an e-mail address, whatever it is disguised as.
     *
     * @return empty where this is no absolute address
     */
    static Optional<String> stripped(String address) {
        Matcher matcher = ADDRESS.matcher(AddressInDisguise.withPlainSigns(address));
        if (address.codePoints().anyMatch(PageAddress::isSpace) || !matcher.matches()) {
            return Optional.empty();
        }
        String path = matcher.group(3) == null ? "" : matcher.group(3);
        return Optional.of(matcher.group(1) + matcher.group(2) + withoutPersons(path));
    }

    private static boolean isSpace(int character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }

    private static String withoutPersons(String path) {
        return Arrays.stream(path.split("/", -1))
                .map(segment -> AddressInDisguise.mayBe(segment) ? "" : withoutParameters(segment))
                .collect(Collectors.joining("/"));
    }

    private static String withoutParameters(String segment) {
        int end = segment.indexOf(';');
        return end < 0 ? segment : segment.substring(0, end);
    }
}
