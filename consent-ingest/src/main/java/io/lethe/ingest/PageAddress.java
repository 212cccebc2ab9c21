package io.lethe.ingest;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The address of a page, without what could tell who looked at it. */
final class PageAddress {

    static final int LONGEST = 2_000;

    private static final Pattern ADDRESS = Pattern.compile(
            "([A-Za-z][A-Za-z0-9+.-]*://)(?:[^/?#]*@)?((?:[\\p{L}\\p{N}._-]+|\\[[0-9A-Fa-f:.]+])(?::\\d{1,5})?)(/[^?#]*)?(?:[?#].*)?");

    private PageAddress() {}

    /**
     * Takes away user information, query, fragment and path parameters; of the path, only what stands before the first
     * segment that could be an e-mail address.
     *
     * @return empty where this is no absolute address
     */
    static Optional<String> stripped(String address) {
        Matcher matcher = ADDRESS.matcher(address);
        if (address.chars().anyMatch(Character::isWhitespace) || !matcher.matches()) {
            return Optional.empty();
        }
        String path = matcher.group(3) == null ? "" : matcher.group(3);
        return Optional.of(matcher.group(1) + matcher.group(2) + withoutAddresses(withoutParameters(path)));
    }

    private static String withoutParameters(String path) {
        int end = path.indexOf(';');
        return end < 0 ? path : path.substring(0, end);
    }

    private static String withoutAddresses(String path) {
        int at = path.indexOf('@');
        int escaped = path.indexOf("%40");
        int first = at < 0 || escaped >= 0 && escaped < at ? escaped : at;
        return first < 0 ? path : path.substring(0, path.lastIndexOf('/', first) + 1);
    }
}
