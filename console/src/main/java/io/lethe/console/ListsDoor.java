package io.lethe.console;

import io.lethe.service.HttpProblem;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What waits for a person, or stands by one (E3, R4, R6), and where orders stand. It names nobody, so nobody's look at it is recorded. */
final class ListsDoor implements Consumer<Router> {

    private static final int PAGE = 50;
    private static final int ELSEWHERE = 307;
    private static final Pattern ORDER = Pattern.compile("[A-Za-z0-9_-]{1,100}\\.[A-Za-z0-9_-]{1,100}");
    private static final Set<ConsoleRole> LOOK = EnumSet.of(ConsoleRole.OPERATOR, ConsoleRole.DPO, ConsoleRole.AUDITOR);

    private final Guard guard;
    private final Upstream upstream;
    private final URI worker;
    private final URI retention;

    ListsDoor(Guard guard, Upstream upstream, URI worker, URI retention) {
        this.guard = guard;
        this.upstream = upstream;
        this.worker = worker;
        this.retention = retention;
    }

    /** A list of a service, page by page. */
    private void pages(Router router, String list, URI service) {
        router.get("/api/" + list).handler(guard.require(LOOK)).handler(context -> {
            List<String> after = context.queryParam("after");
            String page =
                    after.isEmpty() ? "" : "&after=" + URLEncoder.encode(after.getFirst(), StandardCharsets.UTF_8);
            Upstream.hand(context, upstream.get(context, service.resolve("/v1/" + list + "?limit=" + PAGE + page)));
        });
    }

    /** Where an order stands, system by system; the instance that is asked says which one has it. */
    private void order(RoutingContext context) {
        String orderId = Objects.requireNonNull(context.pathParam("orderId"), "the route has it");
        if (!ORDER.matcher(orderId).matches()) {
            HttpProblem.of(
                            404,
                            "Not found",
                            "An order's id is as the lists, erasure-orders and erasure-status have it.")
                    .answer(context);
            return;
        }
        Upstream.hand(
                context,
                upstream.get(context, worker.resolve("/v1/erasures/" + orderId))
                        .compose(answer -> answer.statusCode() == ELSEWHERE
                                ? upstream.get(
                                        context,
                                        URI.create(answer.headers()
                                                .firstValue("location")
                                                .orElseThrow()))
                                : Future.succeededFuture(answer)));
    }

    @Override
    public void accept(Router router) {
        pages(router, "escalations", worker);
        pages(router, "erasures", worker);
        router.get("/api/erasures/:orderId").handler(guard.require(LOOK)).handler(this::order);
        pages(router, "holds", retention);
        router.get("/api/waves")
                .handler(guard.require(LOOK))
                .handler(context -> Upstream.hand(context, upstream.get(context, retention.resolve("/v1/waves"))));
    }
}
