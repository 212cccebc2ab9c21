package io.lethe.service.keys;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a page comes from, as browsers say it in {@code Origin}: scheme, host, and the port where it is not the usual one. */
public final class WebOrigin {

    /** What a page on this machine says: of any port, and without TLS. */
    private static final Pattern LOOPBACK =
            Pattern.compile("https?://(?:localhost|127\\.0\\.0\\.1|\\[::1])(?::\\d{1,5})?");

    private WebOrigin() {}

    public static boolean isLoopback(String origin) {
        return LOOPBACK.matcher(origin).matches();
    }

    /** As browsers write it; empty where it is none, or where what a page there sends can be read on its way. */
    public static Optional<String> normalised(String origin) {
        URI uri;
        try {
            uri = URI.create(origin);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        @Nullable String scheme = uri.getScheme();
        @Nullable String host = uri.getHost();
        if (scheme == null
                || host == null
                || uri.getRawUserInfo() != null
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null
                || uri.getRawPath() != null && !uri.getRawPath().isEmpty()) {
            return Optional.empty();
        }
        String lower = scheme.toLowerCase(Locale.ROOT);
        int usual = lower.equals("https") ? 443 : 80;
        String port = uri.getPort() < 0 || uri.getPort() == usual ? "" : ":" + uri.getPort();
        String normalised = lower + "://" + host.toLowerCase(Locale.ROOT) + port;
        return lower.equals("https") || isLoopback(normalised) ? Optional.of(normalised) : Optional.empty();
    }
}
