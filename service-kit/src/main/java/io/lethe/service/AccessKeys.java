package io.lethe.service;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may call what: one bearer token for each role. A role without a token is open, which {@link HttpSettings} allows on
 * the loopback interface only.
 */
public final class AccessKeys {

    /** Who calls. */
    public enum Role {
        /** Front-ends, which publish events. */
        WRITE,
        /** Operators: holds, queries and the rest. */
        OPERATOR,
        /** Recipient systems, which acknowledge deletions. */
        RECIPIENT;

        String setting() {
            return "LETHE_" + name() + "_KEY";
        }
    }

    private final Map<Role, byte[]> tokens = new EnumMap<>(Role.class);

    AccessKeys(Map<Role, Settings.Secret> secrets) {
        secrets.forEach((role, secret) -> tokens.put(role, secret.value().getBytes(StandardCharsets.UTF_8)));
    }

    boolean cover(Role role) {
        return tokens.containsKey(role);
    }

    /** A handler that lets a caller pass who shows the role's token, and answers 401 to all others. */
    public Handler<RoutingContext> require(Role role) {
        byte @Nullable [] token = tokens.get(role);
        if (token == null) {
            return RoutingContext::next;
        }
        return context -> {
            if (shows(context.request().getHeader(HttpHeaders.AUTHORIZATION), token)) {
                context.next();
            } else {
                context.response().putHeader("WWW-Authenticate", "Bearer");
                Problem.of(
                                401,
                                "Unauthorized",
                                "This needs the header 'Authorization: Bearer' with the "
                                        + role.name().toLowerCase(Locale.ROOT) + " key.")
                        .answer(context);
            }
        };
    }

    private static boolean shows(@Nullable String header, byte[] token) {
        return header != null
                && header.startsWith("Bearer ")
                && MessageDigest.isEqual(header.substring(7).getBytes(StandardCharsets.UTF_8), token);
    }
}
