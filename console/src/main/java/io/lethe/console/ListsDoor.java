package io.lethe.console;

import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What waits for a person, or stands by one (E3, R4, R6). It names nobody, so nobody's look at it is recorded. */
final class ListsDoor implements Consumer<Router> {

    private static final int PAGE = 50;
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

    @Override
    public void accept(Router router) {
        pages(router, "escalations", worker);
        pages(router, "holds", retention);
        router.get("/api/waves")
                .handler(guard.require(LOOK))
                .handler(context -> Upstream.hand(context, upstream.get(context, retention.resolve("/v1/waves"))));
    }
}
