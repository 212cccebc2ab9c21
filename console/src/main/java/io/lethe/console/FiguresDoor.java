package io.lethe.console;

import io.vertx.ext.web.Router;
import java.net.URI;
import java.util.EnumSet;
import java.util.Map;
import java.util.function.Consumer;

/** How many have consented to what (C1), and how much falls due when: figures, of which none is of one person, so whoever has come in may see them. */
final class FiguresDoor implements Consumer<Router> {

    private static final Map<String, String> FIGURES = Map.of(
            "/api/consent-counts", "/v1/consent-counts?months=6",
            "/api/deadline-counts", "/v1/deadline-counts?months=12");

    private final Guard guard;
    private final Upstream upstream;
    private final URI retention;

    FiguresDoor(Guard guard, Upstream upstream, URI retention) {
        this.guard = guard;
        this.upstream = upstream;
        this.retention = retention;
    }

    @Override
    public void accept(Router router) {
        FIGURES.forEach((here, there) -> {
            URI counts = retention.resolve(there);
            router.get(here)
                    .handler(guard.require(EnumSet.allOf(ConsoleRole.class)))
                    .handler(context -> Upstream.hand(context, upstream.get(context, counts)));
        });
    }
}
