package io.lethe.ingest.page;

import io.lethe.service.files.PublicFile;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;

/** {@code GET /lethe.js} and its types: open to every site, for it holds nothing that is anybody's. */
public final class BrowserScript implements Consumer<Router> {

    /** A new version is in use within the hour; a page that has an old one is not kept waiting for it. */
    private static final String CACHING = "public, max-age=3600, stale-while-revalidate=86400";

    private final PublicFile script =
            PublicFile.of("/lethe-browser/lethe.js", "text/javascript; charset=utf-8", CACHING);
    private final PublicFile types =
            PublicFile.of("/lethe-browser/lethe.d.ts", "application/typescript; charset=utf-8", CACHING);

    @Override
    public void accept(Router router) {
        router.get("/lethe.js").handler(context -> answer(context, script));
        router.get("/lethe.d.ts").handler(context -> answer(context, types));
    }

    /** For pages that check its integrity, or are isolated from other origins. */
    private static void answer(RoutingContext context, PublicFile file) {
        context.response()
                .putHeader("Access-Control-Allow-Origin", "*")
                .putHeader("Cross-Origin-Resource-Policy", "cross-origin");
        file.answer(context);
    }
}
