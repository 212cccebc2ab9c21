package io.lethe.console;

import io.lethe.service.files.PublicFile;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The page itself. It holds nothing of anybody, so it is open; all that it shows it asks for. */
final class PageDoor implements Consumer<Router> {

    /** Nothing from elsewhere, nothing written into the page, nobody's frame. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;"
                    + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    private static final List<String> SCRIPTS = List.of(
            "console.js",
            "ask.js",
            "element.js",
            "words.js",
            "words-en.js",
            "words-fr.js",
            "enter.js",
            "decide.js",
            "export.js",
            "list.js",
            "orders.js",
            "flow.js",
            "deadlines.js",
            "erasures.js",
            "rights.js",
            "systems.js",
            "codes.js",
            "consents.js",
            "waves.js",
            "holds.js",
            "letters.js",
            "subject.js",
            "audit.js");

    private final Map<String, PublicFile> files = new LinkedHashMap<>();

    PageDoor() {
        files.put("/", file("console.html", "text/html"));
        files.put("/console.css", file("console.css", "text/css"));
        for (String script : SCRIPTS) {
            files.put("/" + script, file(script, "text/javascript"));
        }
    }

    private static PublicFile file(String name, String type) {
        return PublicFile.of("/lethe-console/" + name, type + "; charset=utf-8", "no-cache")
                .withoutCommentsAndIndentation();
    }

    @Override
    public void accept(Router router) {
        files.forEach((path, file) -> router.get(path).handler(context -> answer(context, file)));
    }

    private static void answer(RoutingContext context, PublicFile file) {
        context.response()
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
        file.answer(context);
    }
}
