package io.lethe.service;

import io.lethe.service.AccessKeys.Role;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where a service listens, and who may call it.
 *
 * @param host address to bind to; loopback unless said otherwise
 * @param port 0 lets the system choose
 */
public record HttpSettings(String host, int port, AccessKeys keys, HttpLimits limits) {

    /**
     * Reads {@code LETHE_BIND}, {@code LETHE_PORT} and the bearer token of each role. Away from loopback, and where some callers have keys
     * of their own, every role has to have one, back-ends excepted, which not everybody has: nothing is open by default.
     */
    public static HttpSettings from(Settings settings, int port, List<Role> roles) {
        return from(settings, port, roles, Set.of());
    }

    /** @param otherwise roles whose callers have other keys to show */
    public static HttpSettings from(Settings settings, int port, List<Role> roles, Set<Role> otherwise) {
        String host = settings.text("LETHE_BIND", "127.0.0.1");
        Map<Role, Settings.Secret> secrets = new EnumMap<>(Role.class);
        roles.forEach(role -> settings.secret(role.setting()).ifPresent(secret -> secrets.put(role, secret)));
        AccessKeys keys = new AccessKeys(secrets);
        keys.confusion().ifPresent(settings::problem);
        boolean loopback = loopback(settings, host);
        if (!loopback || !otherwise.isEmpty()) {
            // Where some callers have keys somebody is in front, and whoever comes by is no neighbour on this machine.
            String why = loopback ? "some callers have keys of their own" : "LETHE_BIND '" + host + "' is not loopback";
            roles.stream()
                    .filter(role -> role != Role.BACKEND && !otherwise.contains(role) && !keys.covers(role))
                    .forEach(role -> settings.problem(role.setting() + ": is missing; " + why
                            + ", so every caller has to show a key (" + role.setting()
                            + "_FILE reads it from a file)"));
        }
        return new HttpSettings(host, settings.port("LETHE_PORT", port), keys, HttpLimits.from(settings));
    }

    /** Whether nobody but this machine can call. */
    public boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static boolean loopback(Settings settings, String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            settings.problem("LETHE_BIND: '" + host + "' is not an address of this machine");
            return true;
        }
    }
}
