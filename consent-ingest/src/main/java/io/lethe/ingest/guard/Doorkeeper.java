package io.lethe.ingest.guard;

import io.lethe.service.AccessKeys;
import io.lethe.service.AccessKeys.Role;
import io.lethe.service.HttpProblem;
import io.lethe.service.keys.FrontEndKey;
import io.lethe.service.keys.FrontEndKeys;
import io.lethe.service.keys.WebOrigin;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Lets in whoever writes events: with a front-end's own key, or with the key of a role. What a page may send follows from the key; where
 * the page is from, its browser says in {@code Origin}, and outside of browsers that proves nothing.
 */
public final class Doorkeeper {

    private static final String FRONT_END = FrontEndKey.class.getName();
    private static final String IN_URL = Doorkeeper.class.getName();
    private static final String PARAMETER = "key";

    private final AccessKeys keys;
    private final Optional<Supplier<FrontEndKeys>> frontEnds;
    private final Turnstile turnstile;
    private final InstantSource clock;
    private final Consumer<TurnedAway> refused;

    /**
     * @param frontEnds the keys at the moment; empty where front-ends have no keys of their own
     * @param turnstile how often a front-end may pass
     * @param refused is told why somebody was not let in
     */
    public Doorkeeper(
            AccessKeys keys,
            Optional<Supplier<FrontEndKeys>> frontEnds,
            Turnstile turnstile,
            InstantSource clock,
            Consumer<TurnedAway> refused) {
        this.keys = keys;
        this.frontEnds = frontEnds;
        this.turnstile = turnstile;
        this.clock = clock;
        this.refused = refused;
    }

    /** The key of a front-end that the request came with. */
    public static Optional<FrontEndKey> frontEnd(RoutingContext context) {
        return Optional.ofNullable(context.get(FRONT_END));
    }

    /** Whether the key stood in the address: then it is a page's {@code sendBeacon}, which can set no header. */
    public static boolean keyWasInUrl(RoutingContext context) {
        return context.get(IN_URL) != null;
    }

    /**
     * Whether the caller may go on; otherwise the request is answered.
     *
     * @param roles who may pass, front-ends among them
     */
    public boolean admits(RoutingContext context, Set<Role> roles) {
        HttpServerRequest request = context.request();
        if (isOpen()) {
            return passesAsFrontEnd(context, Optional.empty(), WebOrigin::isLoopback);
        }
        List<String> header = request.headers().getAll(HttpHeaders.AUTHORIZATION);
        Optional<String> shown = header.isEmpty() ? inUrl(context) : AccessKeys.bearer(header);
        Optional<FrontEndKey> frontEnd =
                shown.flatMap(key -> frontEnds.flatMap(now -> now.get().find(key)));
        if (frontEnd.isPresent()) {
            return admits(context, frontEnd.get());
        }
        Set<Role> accepted = header.isEmpty() ? Set.of(Role.WRITE) : roles;
        Optional<Role> role = shown.flatMap(key -> keys.roleOf(key, accepted));
        if (role.isEmpty()) {
            turnAway(context, roles);
            return false;
        }
        AccessKeys.admit(context, role.get());
        return role.get() != Role.WRITE || passesAsFrontEnd(context, Optional.empty(), WebOrigin::isLoopback);
    }

    /** A handler that lets in whoever shows the key of one of these roles, front-ends not among them; all others draw on the rate of their address. */
    public Handler<RoutingContext> require(Set<Role> roles) {
        return context -> AccessKeys.bearer(context.request().headers().getAll(HttpHeaders.AUTHORIZATION))
                .flatMap(key -> keys.roleOf(key, roles))
                .ifPresentOrElse(
                        role -> {
                            AccessKeys.admit(context, role);
                            context.next();
                        },
                        () -> turnAway(context, roles));
    }

    private void turnAway(RoutingContext context, Set<Role> roles) {
        if (turnstile.passesAddress(context)) {
            refused.accept(TurnedAway.KEY);
            keys.refuse(context, roles);
        }
    }

    /** A request brought so many events, whatever becomes of them. */
    public void charge(RoutingContext context, int events) {
        if (isFrontEnd(context)) {
            turnstile.charge(context, frontEnd(context), events);
        }
    }

    /** Where a front-end's request comes from; empty where the caller has shown the key of another role. */
    OptionalLong addressOfFrontEnd(RoutingContext context) {
        return isFrontEnd(context) ? OptionalLong.of(turnstile.address(context)) : OptionalLong.empty();
    }

    private static boolean isFrontEnd(RoutingContext context) {
        return AccessKeys.shownBy(context).orElse(Role.WRITE) == Role.WRITE;
    }

    /** A handler for what anybody may read, as often as their address may. */
    public void admitReader(RoutingContext context) {
        if (turnstile.passesReader(context)) {
            context.next();
        }
    }

    /** Whether pages of the origin may write at all; which key they have shows when they do. */
    boolean knowsOrigin(String origin) {
        return WebOrigin.isLoopback(origin) && (isOpen() || keys.covers(Role.WRITE))
                || frontEnds.map(now -> now.get().knowOrigin(origin)).orElse(false);
    }

    void count(TurnedAway why) {
        refused.accept(why);
    }

    private boolean isOpen() {
        return keys.isOpen() && frontEnds.isEmpty();
    }

    private boolean admits(RoutingContext context, FrontEndKey key) {
        if (!key.isValidAt(clock.instant())) {
            if (turnstile.passesAddress(context)) {
                refused.accept(TurnedAway.KEY_EXPIRED);
                context.response().putHeader("WWW-Authenticate", "Bearer");
                HttpProblem.of(401, "Unauthorized", "The time of this key is over.")
                        .answer(context);
            }
            return false;
        }
        AccessKeys.admit(context, Role.WRITE);
        context.put(FRONT_END, key);
        return passesAsFrontEnd(context, Optional.of(key), key::isForPagesOf);
    }

    private boolean passesAsFrontEnd(
            RoutingContext context, Optional<FrontEndKey> key, Predicate<String> expectedOrigin) {
        return turnstile.passesAddress(context)
                && comesFrom(context, expectedOrigin)
                && turnstile.passesKey(context, key);
    }

    /** What is no page's sends no origin. */
    private boolean comesFrom(RoutingContext context, Predicate<String> expected) {
        List<String> origins = context.request().headers().getAll(HttpHeaders.ORIGIN);
        if (origins.isEmpty() || origins.size() == 1 && expected.test(origins.getFirst())) {
            return true;
        }
        refused.accept(TurnedAway.ORIGIN);
        HttpProblem.of(403, "Forbidden", "This key is not for pages of that origin.")
                .answer(context);
        return false;
    }

    private static Optional<String> inUrl(RoutingContext context) {
        if (context.request().query() == null) {
            return Optional.empty();
        }
        try {
            List<String> given = context.request().params().getAll(PARAMETER);
            if (given.size() != 1) {
                return Optional.empty();
            }
            context.put(IN_URL, true);
            return Optional.of(given.getFirst());
        } catch (IllegalArgumentException malformed) {
            // A query that cannot be read shows no key; what is said of it would repeat it.
            return Optional.empty();
        }
    }
}
