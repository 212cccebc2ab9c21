package io.lethe.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lethe.console.openid.Attempt;
import io.lethe.console.openid.Attempts;
import io.lethe.console.openid.NotLetInException;
import io.lethe.console.openid.OpenIdClient;
import io.lethe.console.openid.OpenIdSettings;
import io.lethe.console.openid.Person;
import io.lethe.console.openid.Why;
import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way in through a provider of identities, where there is one. A browser that did not begin here does not end here; whoever does not come in
 * is told why by the page, in their language.
 */
final class SignInDoor implements Consumer<Router>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SignInDoor.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/api/sign-in";
    private static final String HOME = "/";

    /** More people do not come in within the same moment. */
    private static final int MOST_AT_ONCE = 16;

    private static final int SEE_OTHER = 303;

    /** A provider, and what is on the way there and back. */
    private record Way(SignInSettings settings, OpenIdClient client, Attempts attempts) {}

    private final Guard guard;
    private final Sessions sessions;
    private final InstantSource clock;
    private final boolean secure;
    private final Optional<Way> way;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);

    SignInDoor(Guard guard, ConsoleSettings settings, InstantSource clock) {
        this.guard = guard;
        this.sessions = settings.sessions();
        this.clock = clock;
        this.secure = settings.secure();
        this.way = settings.signIn()
                .map(one -> new Way(
                        one,
                        new OpenIdClient(one.provider(), clock),
                        new Attempts(settings.sessions().keyFor("sign-in"))));
    }

    @Override
    public void accept(Router router) {
        router.get("/api/ways-in").handler(this::tell);
        way.ifPresent(one -> {
            router.get(PATH).handler(context -> leave(context, one));
            router.get(OpenIdSettings.BACK).handler(context -> comeBack(context, one));
        });
    }

    /** How one may come in, besides with a token, and where one leaves altogether. */
    private void tell(RoutingContext context) {
        Map<String, String> said = new TreeMap<>();
        way.ifPresent(one -> {
            said.put("provider", one.settings().provider().provider());
            one.client().leave().ifPresent(uri -> said.put("leaveAt", uri.toString()));
        });
        try {
            context.response()
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(JSON.writeValueAsString(said));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can always be written", e);
        }
    }

    private void leave(RoutingContext context, Way way) {
        if (!Guard.isSameSite(context.request())) {
            guard.refuse(context, "site", 403, "Forbidden", "Only the console's own page may begin this.");
            return;
        }
        Attempt attempt = way.client().begin();
        asked(context, () -> way.client().ask(attempt))
                .ifPresent(asked -> asked.onSuccess(address -> {
                            context.response()
                                    .addCookie(cookie(way.attempts().seal(attempt))
                                            .setMaxAge(Attempts.LENGTH.toSeconds()));
                            send(context, address.toString());
                        })
                        .onFailure(failed -> sendHome(context, failed)));
    }

    private void comeBack(RoutingContext context, Way way) {
        Optional<Attempt> attempt = Optional.ofNullable(context.request().getCookie(cookieName()))
                .flatMap(cookie -> way.attempts().take(cookie.getValue(), clock.instant()));
        context.response().addCookie(cookie("").setMaxAge(0));
        if (attempt.isEmpty()) {
            sendHome(context, Why.STALE);
            return;
        }
        Map<String, List<String>> answer = context.queryParams().names().stream()
                .collect(Collectors.toMap(
                        name -> name, name -> context.queryParams().getAll(name)));
        asked(context, () -> way.client().comeBack(attempt.get(), answer))
                .ifPresent(asked -> asked.onSuccess(person -> letIn(context, way, person))
                        .onFailure(failed -> sendHome(context, failed)));
    }

    private void letIn(RoutingContext context, Way way, Person person) {
        Set<ConsoleRole> roles = way.settings().rolesOf(person.groups());
        if (roles.isEmpty()) {
            sendHome(context, Why.ROLELESS);
            return;
        }
        guard.letIn(
                context,
                sessions.begin(
                        person.onRecord(),
                        roles,
                        clock.instant().plus(way.settings().session())),
                roles,
                "provider");
        send(context, HOME);
    }

    /** What the provider is asked. */
    @FunctionalInterface
    private interface Question<T> {
        T ask() throws NotLetInException;
    }

    /** Asks on a thread of its own. Empty where too many ask, which they were told then. */
    private <T> Optional<Future<T>> asked(RoutingContext context, Question<T> question) {
        if (!room.tryAcquire()) {
            sendHome(context, Why.BUSY);
            return Optional.empty();
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                answer.complete(question.ask());
            } catch (NotLetInException | RuntimeException e) {
                answer.completeExceptionally(e);
            } finally {
                room.release();
            }
        });
        return Optional.of(Future.fromCompletionStage(answer, context.vertx().getOrCreateContext()));
    }

    private void sendHome(RoutingContext context, Throwable failed) {
        if (failed instanceof NotLetInException notLetIn) {
            LOG.info("somebody did not come in through the provider: {}", notLetIn.getMessage());
            sendHome(context, notLetIn.why());
        } else {
            context.fail(500, failed);
        }
    }

    /** To a word of the page's, behind a {@code #}, where it goes no further than the browser. */
    private void sendHome(RoutingContext context, Why why) {
        guard.notLetIn(why.word());
        send(context, HOME + "#sign-in-" + why.word());
    }

    private static void send(RoutingContext context, String address) {
        if (!context.response().ended() && !context.response().closed()) {
            context.response()
                    .setStatusCode(SEE_OTHER)
                    .putHeader(HttpHeaders.LOCATION, address)
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    // The address of this page has a code in it.
                    .putHeader("Referrer-Policy", "no-referrer")
                    .end();
        }
    }

    private String cookieName() {
        return secure ? "__Host-lethe-sign-in" : "lethe-sign-in";
    }

    /** It has to come along when the provider's page sends somebody here, so it is a little less strict than the session's. */
    private Cookie cookie(String value) {
        return Cookie.cookie(cookieName(), value)
                .setPath("/")
                .setHttpOnly(true)
                .setSecure(secure)
                .setSameSite(CookieSameSite.LAX);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        way.ifPresent(one -> one.client().close());
    }
}
