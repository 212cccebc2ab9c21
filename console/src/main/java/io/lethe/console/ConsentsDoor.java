package io.lethe.console;

import io.vertx.ext.web.Router;
import java.net.URI;
import java.util.EnumSet;
import java.util.function.Consumer;

/** How many have consented to what (C1): figures, of which none is of one person, so whoever has come in may see them. */
final class ConsentsDoor implements Consumer<Router> {

    private static final int MONTHS = 6;

    private final Guard guard;
    private final Upstream upstream;
    private final URI counts;

    ConsentsDoor(Guard guard, Upstream upstream, URI retention) {
        this.guard = guard;
        this.upstream = upstream;
        this.counts = retention.resolve("/v1/consent-counts?months=" + MONTHS);
    }

    @Override
    public void accept(Router router) {
        router.get("/api/consent-counts")
                .handler(guard.require(EnumSet.allOf(ConsoleRole.class)))
                .handler(context -> Upstream.hand(context, upstream.get(context, counts)));
    }
}
