package io.lethe.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lethe.console.Sessions.Session;
import io.lethe.service.HttpProblem;
import io.vertx.core.Handler;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets people in, and knows who they are. A session is in a cookie that no script reads and no other site's page brings along; what changes
 * something shows the session's proof besides, in a header.
 */
final class Guard implements Consumer<Router> {

    private static final String PATH = "/api/session";
    private static final String PROOF = "X-Lethe-Proof";
    private static final String VISIT = Visit.class.getName();
    private static final int MOST_BYTES = 4 * 1024;
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Somebody, with their roles as they are now. */
    record Visit(String user, Set<ConsoleRole> roles, Session session) {

        private static Visit of(ConsoleUser user, Session session) {
            return new Visit(user.name(), user.roles(), session);
        }

        /** As people read it; the record has more, so that nobody is taken for somebody else. */
        private String shownAs() {
            return isVouchedFor() ? user.split(":")[1] : user;
        }

        private boolean isVouchedFor() {
            return !session.roles().isEmpty();
        }
    }

    private final Supplier<ConsoleUsers> users;
    private final Sessions sessions;
    private final InstantSource clock;
    private final boolean secure;
    private final boolean hasProvider;
    private final Consumer<String> refused;
    private final Comings comings;

    /**
     * @param users who they are now
     * @param refused is told why a request was not let pass
     * @param comings is told who comes in and who leaves
     */
    Guard(
            Supplier<ConsoleUsers> users,
            ConsoleSettings settings,
            InstantSource clock,
            Consumer<String> refused,
            Comings comings) {
        this.users = users;
        this.sessions = settings.sessions();
        this.clock = clock;
        this.secure = settings.secure();
        this.hasProvider = settings.signIn().isPresent();
        this.refused = refused;
        this.comings = comings;
    }

    @Override
    public void accept(Router router) {
        router.post(PATH).handler(this::sameSite);
        router.post(PATH).handler(BodyHandler.create(false).setBodyLimit(MOST_BYTES));
        router.post(PATH).handler(this::begin);
        router.get(PATH).handler(require(EnumSet.allOf(ConsoleRole.class))).handler(this::tell);
        router.delete(PATH).handler(require(EnumSet.allOf(ConsoleRole.class))).handler(this::end);
    }

    /** Who makes a request that {@link #require} has let pass. */
    static Visit visit(RoutingContext context) {
        @Nullable Visit visit = context.get(VISIT);
        if (visit == null) {
            throw new IllegalStateException("the path lets everybody pass");
        }
        return visit;
    }

    /** A handler that lets pass who has come in and has one of the roles. */
    Handler<RoutingContext> require(Set<ConsoleRole> anyOf) {
        return context -> {
            context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            Instant now = clock.instant();
            Optional<Session> session = Optional.ofNullable(context.request().getCookie(cookieName()))
                    .flatMap(cookie -> sessions.read(cookie.getValue(), now));
            Optional<Visit> visit = session.flatMap(one -> visit(one, now));
            if (visit.isEmpty()) {
                refuse(context, "session", 401, "Unauthorized", "Come in first: POST a token to " + PATH + ".");
            } else if (Collections.disjoint(visit.get().roles(), anyOf)) {
                refuse(context, "role", 403, "Forbidden", "This is for other roles: " + words(anyOf) + ".");
            } else if (!SAFE.contains(context.request().method())
                    && !isProven(context, visit.get().session())) {
                refuse(context, "proof", 403, "Forbidden", "The header " + PROOF + " has to be what the session told.");
            } else {
                context.put(VISIT, visit.get());
                context.next();
            }
        };
    }

    /** Who is in the file may come in as long as they are; whom the provider has vouched for, as long as their session is. */
    private Optional<Visit> visit(Session session, Instant now) {
        if (!session.roles().isEmpty()) {
            return hasProvider ? Optional.of(new Visit(session.user(), session.roles(), session)) : Optional.empty();
        }
        return users.get().named(session.user(), now).map(user -> Visit.of(user, session));
    }

    private boolean isProven(RoutingContext context, Session session) {
        @Nullable String shown = context.request().getHeader(PROOF);
        return shown != null && isSameSite(context.request()) && sessions.proves(session, shown);
    }

    /** Before somebody has a session: nobody else's page may give them one. */
    private void sameSite(RoutingContext context) {
        context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        @Nullable String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (!isSameSite(context.request())) {
            refuse(context, "site", 403, "Forbidden", "Only the console's own page may ask for this.");
        } else if (type == null || !type.startsWith("application/json")) {
            refuse(context, "type", 415, "Unsupported media type", "The body has to be application/json.");
        } else {
            context.next();
        }
    }

    /** Browsers say where a page is from; whoever is no browser says nothing. */
    static boolean isSameSite(HttpServerRequest request) {
        @Nullable String site = request.getHeader("Sec-Fetch-Site");
        @Nullable String origin = request.getHeader(HttpHeaders.ORIGIN);
        @Nullable String host = request.getHeader(HttpHeaders.HOST);
        return (site == null || site.equals("same-origin") || site.equals("none"))
                && (origin == null
                        || host != null && origin.replaceFirst("^https?://", "").equals(host));
    }

    private void begin(RoutingContext context) {
        Instant now = clock.instant();
        Optional<ConsoleUser> user = token(context).flatMap(token -> users.get().of(token, now));
        if (user.isEmpty()) {
            comings.refused("token");
            refuse(context, "token", 401, "Unauthorized", "This token opens nothing, or no longer.");
            return;
        }
        Session session = sessions.begin(user.get().name(), now);
        letIn(context, session, user.get().roles(), "token");
        told(context, Visit.of(user.get(), session));
    }

    /**
     * Gives a browser its session.
     *
     * @param by a word for what somebody has shown
     */
    void letIn(RoutingContext context, Session session, Set<ConsoleRole> roles, String by) {
        comings.in(session.user(), roles, by);
        context.response()
                .addCookie(cookie(sessions.write(session))
                        .setMaxAge(Duration.between(clock.instant(), session.until())
                                .toSeconds()));
    }

    private static Optional<String> token(RoutingContext context) {
        try {
            JsonNode body =
                    JSON.readTree(Objects.requireNonNullElse(context.body().asString(), ""));
            JsonNode token = body.path("token");
            return token.isTextual() && body.size() == 1 ? Optional.of(token.textValue()) : Optional.empty();
        } catch (JsonProcessingException noJson) {
            return Optional.empty();
        }
    }

    private void tell(RoutingContext context) {
        told(context, visit(context));
    }

    private void told(RoutingContext context, Visit visit) {
        Map<String, Object> said = Map.of(
                "name", visit.shownAs(),
                "roles", visit.roles(),
                "vouchedFor", visit.isVouchedFor(),
                "until", visit.session().until().toString(),
                "proof", sessions.proof(visit.session()));
        try {
            context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(JSON.writeValueAsString(said));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can always be written", e);
        }
    }

    private void end(RoutingContext context) {
        Visit visit = visit(context);
        sessions.end(visit.session(), clock.instant());
        comings.out(visit.user(), visit.roles());
        context.response().addCookie(cookie("").setMaxAge(0));
        context.response().setStatusCode(204).end();
    }

    private String cookieName() {
        return secure ? "__Host-lethe-session" : "lethe-session";
    }

    private Cookie cookie(String value) {
        return Cookie.cookie(cookieName(), value)
                .setPath("/")
                .setHttpOnly(true)
                .setSecure(secure)
                .setSameSite(CookieSameSite.STRICT);
    }

    void refuse(RoutingContext context, String why, int status, String title, String detail) {
        refused.accept(why);
        HttpProblem.of(status, title, detail).answer(context);
    }

    /** Somebody did not come in through the provider. */
    void notLetIn(String why) {
        refused.accept("sign-in-" + why);
        comings.refused(why);
    }

    private static String words(Set<ConsoleRole> roles) {
        return String.join(", ", roles.stream().map(ConsoleRole::word).toList());
    }
}
