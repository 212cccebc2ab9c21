package io.lethe.opendsr;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The hosts that controllers may have us call back: whoever can name an address must not be able to make us call our own network.
 *
 * @param names in lower case
 */
public record CallbackHosts(Set<String> names) {

    private static final int LONGEST = 200;
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost");

    public CallbackHosts {
        names = Set.copyOf(names);
    }

    /** Reads names with commas between them. */
    public static CallbackHosts of(String names) {
        return new CallbackHosts(Arrays.stream(names.split(",", -1))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet()));
    }

    /** Whether it is an address on one of them: over TLS, except on this machine, and with nothing that hides the host. */
    public boolean allow(String address) {
        try {
            URI uri = new URI(address);
            String host = uri.getHost();
            if (host == null || address.length() > LONGEST || !address.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                return false;
            }
            String name = host.toLowerCase(Locale.ROOT);
            boolean sealed =
                    "https".equals(uri.getScheme()) || "http".equals(uri.getScheme()) && LOOPBACK.contains(name);
            return sealed && names.contains(name) && uri.getRawUserInfo() == null && uri.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
