package io.lethe.service;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may call what: one bearer token for each role. A role without one is a role that nobody can show. With no token at all front-ends need
 * not show any, which {@link HttpSettings} allows on the loopback interface only.
 */
public final class AccessKeys {

    /** Who calls. */
    public enum Role {
        /** Front-ends, which publish what people do in them. */
        WRITE("write"),
        /** The organisation's own systems, which know whom they deal with. */
        BACKEND("back-end"),
        /** Operators: holds, queries and the rest. */
        OPERATOR("operator"),
        /** Recipient systems, which acknowledge deletions. */
        RECIPIENT("recipient");

        private final String word;

        Role(String word) {
            this.word = word;
        }

        /** The setting that holds the role's token. */
        public String setting() {
            return "LETHE_" + name() + "_KEY";
        }
    }

    private static final String SCHEME = "Bearer ";
    private static final String SHOWN = AccessKeys.class.getName();

    private final Map<Role, byte[]> tokens = new EnumMap<>(Role.class);

    AccessKeys(Map<Role, Settings.Secret> secrets) {
        secrets.forEach((role, secret) -> tokens.put(role, secret.value().getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether there is a token with which a caller shows the role. */
    public boolean covers(Role role) {
        return tokens.containsKey(role);
    }

    /** A handler that lets a caller pass who shows the role's token, and answers 401 to all others. */
    public Handler<RoutingContext> require(Role role) {
        return require(EnumSet.of(role));
    }

    /** A handler that lets a caller pass who shows the token of one of the roles, and answers 401 to all others. */
    public Handler<RoutingContext> require(Set<Role> anyOf) {
        Set<Role> roles = EnumSet.copyOf(anyOf);
        return context -> bearer(context.request().headers().getAll(HttpHeaders.AUTHORIZATION))
                .flatMap(token -> roleOf(token, roles))
                .ifPresentOrElse(
                        role -> {
                            admit(context, role);
                            context.next();
                        },
                        () -> refuse(context, roles));
    }

    /** The role whose token the caller has shown to {@link #require(Set)}; empty where a front-end had to show none. */
    public static Optional<Role> shownBy(RoutingContext context) {
        return Optional.ofNullable(context.get(SHOWN));
    }

    /** Whether front-ends need not show anything. */
    public boolean isOpen() {
        return tokens.isEmpty();
    }

    /** Whose token it is, of the given roles. Every token is compared, so that the time it takes tells nothing. */
    public Optional<Role> roleOf(String token, Set<Role> roles) {
        byte[] given = token.getBytes(StandardCharsets.UTF_8);
        Optional<Role> found = Optional.empty();
        for (Role role : roles) {
            byte[] known = tokens.get(role);
            if (known != null && MessageDigest.isEqual(given, known)) {
                found = Optional.of(role);
            }
        }
        return found;
    }

    /** What a request's {@code Authorization} header shows; empty where it is not one bearer token. */
    public static Optional<String> bearer(List<String> headers) {
        return headers.size() == 1 && headers.getFirst().regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(headers.getFirst().substring(SCHEME.length()).strip())
                : Optional.empty();
    }

    /** The caller has shown that it has this role, in whatever way. */
    public static void admit(RoutingContext context, Role role) {
        context.put(SHOWN, role);
    }

    /** Answers 401, and says so where there is no key that would open the path. */
    public void refuse(RoutingContext context, Set<Role> roles) {
        String names = roles.stream().map(role -> role.word).collect(Collectors.joining(" or the ", "the ", " key"));
        String missing = roles.stream().anyMatch(this::covers)
                ? ""
                : roles.stream()
                        .map(Role::setting)
                        .sorted()
                        .collect(Collectors.joining(" or ", " None is set: ", " is missing."));
        context.response().putHeader("WWW-Authenticate", "Bearer");
        HttpProblem.of(
                        401,
                        "Unauthorized",
                        "This needs the header 'Authorization: Bearer' with " + names + "." + missing)
                .answer(context);
    }

    /** Roles that have the same token: whoever is given one of them would have the other's rights too. */
    Optional<String> confusion() {
        List<Role> roles = List.copyOf(tokens.keySet());
        for (Role one : roles) {
            for (Role other : roles) {
                if (one.ordinal() < other.ordinal() && MessageDigest.isEqual(tokens.get(one), tokens.get(other))) {
                    return Optional.of(other.setting() + ": is the same as " + one.setting()
                            + "; give every role a key of its own");
                }
            }
        }
        return Optional.empty();
    }
}
