package io.lethe.console.openid;

import io.lethe.service.Settings;
import io.lethe.service.Settings.Secret;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A provider of identities, and what the console is to it.
 *
 * @param clientSecret empty for a public client, of which PKCE alone shows that it is who asked
 * @param redirect where the provider sends people back to, as their browser sees it
 * @param scopes what is asked for, {@code openid} first
 * @param rolesClaim the claim with what somebody belongs to: a member of the token, or a path to one ({@code realm_access.roles})
 * @param nameClaim the claim with what somebody is called
 */
public record OpenIdSettings(
        URI issuer,
        String clientId,
        Optional<Secret> clientSecret,
        URI redirect,
        List<String> scopes,
        String rolesClaim,
        String nameClaim) {

    /** The path of {@link #redirect}. */
    public static final String BACK = "/api/sign-in/back";

    public static final String PREFIX = "LETHE_CONSOLE_OIDC_";

    private static final String ISSUER = PREFIX + "ISSUER";
    private static final String REDIRECT = PREFIX + "REDIRECT";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    public OpenIdSettings {
        scopes = List.copyOf(scopes);
    }

    public static OpenIdSettings from(Settings settings) {
        URI issuer = settings.uri(ISSUER);
        check(settings, ISSUER, issuer, isWeb(issuer) && issuer.getRawQuery() == null, "");
        URI redirect = settings.uri(REDIRECT);
        check(
                settings,
                REDIRECT,
                redirect,
                isWeb(redirect) && BACK.equals(redirect.getRawPath()) && redirect.getRawQuery() == null,
                ", with the path " + BACK);
        Set<String> scopes = new LinkedHashSet<>(List.of("openid"));
        Stream.of(settings.text(PREFIX + "SCOPES", "profile").split("\\s+")).forEach(scopes::add);
        return new OpenIdSettings(
                issuer,
                settings.text(PREFIX + "CLIENT_ID"),
                settings.secret(PREFIX + "CLIENT_SECRET"),
                redirect,
                List.copyOf(scopes),
                settings.text(PREFIX + "ROLES_CLAIM", "groups"),
                settings.text(PREFIX + "NAME_CLAIM", "preferred_username"));
    }

    private static void check(Settings settings, String key, URI uri, boolean isRight, String besides) {
        // What is missing was said.
        if (!uri.toString().isEmpty()) {
            settings.check(isRight, key, uri, "must be an https address" + besides + " (http on loopback alone)");
        }
    }

    /** Whether nobody between can read or change what goes there. */
    static boolean isWeb(URI uri) {
        @Nullable String scheme = uri.getScheme();
        @Nullable String host = uri.getHost();
        return scheme != null
                && host != null
                && uri.getRawUserInfo() == null
                && uri.getRawFragment() == null
                && (scheme.equalsIgnoreCase("https")
                        || scheme.equalsIgnoreCase("http") && LOOPBACK.contains(host.toLowerCase(Locale.ROOT)));
    }

    /** How people know the provider. */
    public String provider() {
        return issuer.getHost();
    }
}
