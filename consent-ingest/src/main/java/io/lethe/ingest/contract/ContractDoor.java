package io.lethe.ingest.contract;

import io.lethe.policy.Policy;
import io.lethe.service.files.PublicFile;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** {@code GET /openapi.yaml}, and {@code GET /docs} for people. It is made once, when the service starts. */
public final class ContractDoor implements Consumer<Router> {

    private static final Pattern AUTHORITY = Pattern.compile("[A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:]{2,45}]");

    private final PublicFile document;
    private final String page;
    private final String security;

    public ContractDoor(Policy policy) {
        OpenApiDocument openApi = OpenApiDocument.of(policy);
        this.document = PublicFile.containing(openApi.text(), "application/yaml", "public, max-age=300");
        this.page = DocumentPage.of(openApi);
        this.security = "default-src 'none'; style-src 'sha256-" + digest(DocumentPage.STYLE)
                + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    @Override
    public void accept(Router router) {
        router.get("/openapi.yaml").handler(context -> {
            context.response().putHeader("Access-Control-Allow-Origin", "*");
            document.answer(context);
        });
        router.get("/docs").handler(this::page);
    }

    private void page(RoutingContext context) {
        context.response()
                .putHeader("Content-Security-Policy", security)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                .end(page.replace(DocumentPage.ADDRESS, address(context)));
    }

    /** The one that the reader has used; anything strange in it is not repeated. */
    private static String address(RoutingContext context) {
        HostAndPort asked = context.request().authority();
        String host = asked != null && AUTHORITY.matcher(asked.host()).matches() ? asked.host() : "127.0.0.1";
        int port = asked == null ? -1 : asked.port();
        return context.request().scheme() + "://" + host + (port > 0 ? ":" + port : "");
    }

    private static String digest(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
