package io.lethe.service;

import io.lethe.service.Connections.Ended;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service's HTTP side: its own routes beside {@code /livez}, {@code /readyz} and {@code /metrics}. Whatever goes wrong
 * is answered with a problem document.
 */
public final class HttpService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpService.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Before the routes of any service. */
    private static final int FIRST = -1;

    private final Vertx vertx;
    private final int port;

    private HttpService(Vertx vertx, int port) {
        this.vertx = vertx;
        this.port = port;
    }

    /**
     * Starts to listen.
     *
     * @param eventLoops how many threads serve requests; each gets a router of its own
     * @param notReady why the service cannot work at the moment; empty when it can (S4)
     * @param routes adds the service's own routes
     * @throws IllegalStateException where the address is taken
     */
    public static HttpService start(
            HttpSettings settings,
            int eventLoops,
            PrometheusMeterRegistry metrics,
            Supplier<Optional<String>> notReady,
            Consumer<Router> routes) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(eventLoops));
        Queue<HttpServer> servers = new ConcurrentLinkedQueue<>();
        try {
            // Servers of one deployment that listen on the same port share it, one event loop each; a negative port
            // stands for one that the system chooses.
            int port = settings.port() == 0 ? -1 : settings.port();
            Connections connections = new Connections(settings.limits(), metrics);
            Gauge.builder("lethe.ready", notReady, one -> one.get().isEmpty() ? 1 : 0)
                    .description("1 while the service can work, 0 while it cannot (S4)")
                    .strongReference(true)
                    .register(metrics);
            Counter failures = Counter.builder("lethe.http.failures")
                    .description("Requests that were answered with 500: the service failed, and its log says why")
                    .register(metrics);
            await(vertx.deployVerticle(
                    () -> new Listener(
                            router(vertx, metrics, failures, notReady, routes),
                            port,
                            settings.host(),
                            settings.limits(),
                            connections,
                            servers),
                    new DeploymentOptions().setInstances(eventLoops)));
        } catch (Exception e) {
            await(vertx.close());
            throw new IllegalStateException(
                    "cannot listen on " + settings.host() + ":" + settings.port() + "; is the port taken?", e);
        }
        return new HttpService(vertx, servers.element().actualPort());
    }

    /** The port that is really listened on. */
    public int port() {
        return port;
    }

    /** Stops to accept, answers what is under way, and ends. */
    @Override
    public void close() {
        await(vertx.close());
    }

    private static Router router(
            Vertx vertx,
            PrometheusMeterRegistry metrics,
            Counter failures,
            Supplier<Optional<String>> notReady,
            Consumer<Router> routes) {
        Router router = Router.router(vertx);
        router.route().order(FIRST).handler(HttpService::asGet);
        router.get("/livez").handler(context -> plain(context, "alive\n"));
        router.get("/readyz").handler(context -> ready(context, notReady.get()));
        router.get("/metrics")
                .handler(context -> context.response()
                        .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                        .end(metrics.scrape()));
        routes.accept(router);
        router.route().failureHandler(context -> failed(context, failures));
        for (int status : new int[] {400, 404, 405, 406, 413, 414, 415, 431}) {
            router.errorHandler(status, context -> failed(context, failures));
        }
        router.errorHandler(500, context -> failed(context, failures));
        return router;
    }

    /** HTTP/1.1 only: a connection that changes its protocol half-way is another place to smuggle requests in. */
    private static HttpServerOptions options(HttpLimits limits) {
        return new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeout(Math.toIntExact(limits.idle().toMillis()))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxHeaderSize(16 * 1024)
                .setHandle100ContinueAutomatically(true);
    }

    /** Whatever answers GET answers HEAD, with the same headers; the server leaves the body out (RFC 9110, 9.3.2). */
    private static void asGet(RoutingContext context) {
        if (context.request().method() == HttpMethod.HEAD) {
            context.reroute(HttpMethod.GET, context.request().uri());
        } else {
            context.next();
        }
    }

    private static void ready(RoutingContext context, Optional<String> reason) {
        reason.ifPresentOrElse(
                why -> HttpProblem.of(503, "Not ready", why).answer(context), () -> plain(context, "ready\n"));
    }

    private static void plain(RoutingContext context, String text) {
        context.response()
                .putHeader("content-type", "text/plain; charset=utf-8")
                .end(text);
    }

    private static void failed(RoutingContext context, Counter failures) {
        int status = context.statusCode();
        String method = context.request().method().name();
        switch (status) {
            case 404 ->
                HttpProblem.of(404, "Not found", "There is nothing at this path.")
                        .answer(context);
            case 405 ->
                HttpProblem.of(405, "Method not allowed", "This path does not take " + method + ".")
                        .answer(context);
            case 413 ->
                HttpProblem.of(413, "Content too large", "The body is larger than this path takes.")
                        .answer(context);
            case 400, 406, 414, 415, 431 ->
                HttpProblem.of(status, "Bad request", "The request cannot be taken.")
                        .answer(context);
            default -> {
                // Neither the path nor what the failure says: either may repeat what a caller has sent.
                failures.increment();
                LOG.error("a {} request failed: {}", method, Traces.withoutMessages(context.failure()));
                HttpProblem.of(500, "Internal error", "The service failed; the operator's log says why.")
                        .answer(context);
            }
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer within " + PATIENCE, e);
        }
    }

    /** One event loop's share of the port, and of its connections. */
    private static final class Listener extends VerticleBase {

        private final Router router;
        private final int port;
        private final String host;
        private final HttpLimits limits;
        private final Connections connections;
        private final Queue<HttpServer> started;

        Listener(
                Router router,
                int port,
                String host,
                HttpLimits limits,
                Connections connections,
                Queue<HttpServer> started) {
            this.router = router;
            this.port = port;
            this.host = host;
            this.limits = limits;
            this.connections = connections;
            this.started = started;
        }

        @Override
        public Future<?> start() {
            HttpServerOptions options = options(limits);
            return vertx.createHttpServer(options)
                    .connectionHandler(connection -> {
                        if (connections.admit(connection)) {
                            readStrictly(connection, options);
                        }
                    })
                    .invalidRequestHandler(this::invalid)
                    .requestHandler(router)
                    .listen(port, host)
                    .onSuccess(started::add);
        }

        private void readStrictly(HttpConnection connection, HttpServerOptions options) {
            ((HttpServerConnection) connection)
                    .channelHandlerContext()
                    .pipeline()
                    .replace(
                            HttpRequestDecoder.class,
                            "httpDecoder",
                            new FramingDecoder(options, limits.wholeWithin(), connections::count));
        }

        /** The connection ends with this answer, for nobody knows where the request ends. */
        private void invalid(HttpServerRequest request) {
            HttpServerResponse response = request.response();
            response.headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            Ended why = switch (request.decoderResult().cause()) {
                case TooLongHttpLineException _ -> Ended.LINE_TOO_LONG;
                case TooLongHttpHeaderException _ -> Ended.HEADERS_TOO_LARGE;
                default -> Ended.MALFORMED;
            };
            connections.count(why);
            HttpProblem problem = switch (why) {
                case LINE_TOO_LONG -> HttpProblem.of(414, "URI too long", "The request line is too long.");
                case HEADERS_TOO_LARGE -> HttpProblem.of(431, "Header fields too large", "The headers are too large.");
                default ->
                    HttpProblem.of(
                            400, "Bad request", "The request is not well-formed, or where it ends is ambiguous.");
            };
            problem.answer(response).onComplete(_ -> request.connection().close());
        }
    }
}
