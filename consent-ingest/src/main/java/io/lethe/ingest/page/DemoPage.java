package io.lethe.ingest.page;

import io.lethe.service.files.PublicFile;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * {@code GET /demo/}, in local mode: a page with a banner and the policy's forms, which uses the script like any site. It holds the
 * write key, as every site does.
 */
public final class DemoPage implements Consumer<Router> {

    private static final String BARE = "/demo";
    private static final String BASE = BARE + "/";
    private static final String NOT_KEPT = "no-store";

    /** Another name that leads here is somebody's trick to read a local page (DNS rebinding). */
    private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    /** Nothing from elsewhere, nothing in the page's text that runs, and no form that goes anywhere by itself. */
    private static final String STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    private final Map<String, PublicFile> files;

    /** @param key the write key; empty where the front door asks for none */
    public DemoPage(String key) {
        this.files = Map.of(
                "",
                        PublicFile.of("/lethe-demo/index.html", "text/html; charset=utf-8", NOT_KEPT)
                                .with("@key@", inAttribute(key)),
                "demo.js", PublicFile.of("/lethe-demo/demo.js", "text/javascript; charset=utf-8", NOT_KEPT),
                "demo.css", PublicFile.of("/lethe-demo/demo.css", "text/css; charset=utf-8", NOT_KEPT));
    }

    @Override
    public void accept(Router router) {
        files.forEach((name, file) -> router.get(BASE + name).handler(context -> answer(context, file)));
        router.get(BARE).handler(DemoPage::withSlash);
    }

    /** Relative addresses in the page need the slash. */
    private static void withSlash(RoutingContext context) {
        if (BARE.equals(context.request().path())) {
            context.response().setStatusCode(308).putHeader("Location", BASE).end();
        } else {
            context.next();
        }
    }

    private static void answer(RoutingContext context, PublicFile file) {
        if (BARE.equals(context.request().path())) {
            context.next();
            return;
        }
        HostAndPort host = context.request().authority();
        if (host == null || !OWN_NAMES.contains(host.host())) {
            context.fail(404);
            return;
        }
        context.response()
                .putHeader("Content-Security-Policy", STRICT)
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
        file.answer(context);
    }

    private static String inAttribute(String text) {
        return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
    }
}
