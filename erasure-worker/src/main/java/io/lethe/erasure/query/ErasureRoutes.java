package io.lethe.erasure.query;

import io.lethe.certificate.CertificateSigner;
import io.lethe.erasure.ledger.CommandId;
import io.lethe.erasure.ledger.Entry;
import io.lethe.erasure.query.Erasures.Found;
import io.lethe.service.AccessKeys;
import io.lethe.service.AccessKeys.Role;
import io.lethe.service.HttpProblem;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** What operators can ask the worker, and the public key of its certificates. */
public final class ErasureRoutes implements Consumer<Router> {

    private static final String PATH = "/v1/erasures/";

    private final Erasures erasures;
    private final EntryJson json;
    private final AccessKeys keys;
    private final CertificateSigner signer;

    public ErasureRoutes(Erasures erasures, ZoneId zone, AccessKeys keys, CertificateSigner signer) {
        this.erasures = erasures;
        this.json = new EntryJson(zone);
        this.keys = keys;
        this.signer = signer;
    }

    @Override
    public void accept(Router router) {
        router.get(PATH + ":orderId").handler(keys.require(Role.OPERATOR)).handler(this::erasure);
        router.get("/v1/certificate-key").handler(this::certificateKey);
    }

    /** Open to all: whoever has a certificate may verify it. */
    private void certificateKey(RoutingContext context) {
        context.json(new JsonObject()
                .put("keyId", signer.keyId())
                .put("algorithm", "Ed25519")
                .put("publicKey", signer.publicKey()));
    }

    private void erasure(RoutingContext context) {
        String orderId = Objects.requireNonNull(context.pathParam("orderId"), "the route has it");
        Optional<String> subjectId = CommandId.subjectOf(orderId);
        Found found = subjectId.map(id -> erasures.find(id, orderId)).orElseGet(Found.Nowhere::new);
        switch (found) {
            case Found.Here(Entry entry) -> context.json(json.of(entry));
            case Found.Nowhere() ->
                HttpProblem.of(
                                404,
                                "Not found",
                                "There is no such order, or it was finished so long ago that it is forgotten.")
                        .answer(context);
            case Found.Elsewhere(var host) ->
                context.response()
                        .setStatusCode(307)
                        .putHeader("location", "http://" + host.host() + ":" + host.port() + PATH + orderId)
                        .end();
            case Found.NotNow() -> {
                context.response().putHeader("retry-after", "1");
                HttpProblem.of(503, "Not now", "The ledger is moving or being restored.")
                        .answer(context);
            }
        }
    }
}
