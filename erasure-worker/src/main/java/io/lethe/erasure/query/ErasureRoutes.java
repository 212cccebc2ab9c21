package io.lethe.erasure.query;

import io.lethe.certificate.CertificateSigner;
import io.lethe.erasure.ledger.CommandId;
import io.lethe.erasure.ledger.Entry;
import io.lethe.erasure.query.Erasures.Found;
import io.lethe.erasure.query.OrderList.Question;
import io.lethe.erasure.store.Listed;
import io.lethe.service.AccessKeys;
import io.lethe.service.AccessKeys.Role;
import io.lethe.service.HttpProblem;
import io.lethe.streams.StateUnavailableException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What operators can ask the worker, and the public key of its certificates. */
public final class ErasureRoutes implements Consumer<Router> {

    private static final String PATH = "/v1/erasures/";

    /** 1 to 1000. */
    private static final Pattern LIMIT = Pattern.compile("[1-9]\\d{0,2}|1000");

    private final Erasures erasures;
    private final EntryJson json;
    private final OrderList escalations;
    private final OrderList open;
    private final AccessKeys keys;
    private final CertificateSigner signer;

    public ErasureRoutes(Erasures erasures, ZoneId zone, AccessKeys keys, CertificateSigner signer) {
        this.erasures = erasures;
        this.json = new EntryJson(zone);
        this.escalations = OrderList.escalations(erasures.escalated(), json);
        this.open = OrderList.open(erasures.coming(), json);
        this.keys = keys;
        this.signer = signer;
    }

    @Override
    public void accept(Router router) {
        router.get(PATH + ":orderId").handler(keys.require(Role.OPERATOR)).handler(this::erasure);
        router.get("/v1/erasures").handler(keys.require(Role.OPERATOR)).handler(context -> page(context, open));
        router.get("/v1/escalations")
                .handler(keys.require(Role.OPERATOR))
                .handler(context -> page(context, escalations));
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
            case Found.Known(Entry entry) -> context.json(json.of(entry));
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
            case Found.NotNow() -> notNow(context);
        }
    }

    /** It asks other instances, so it does not run on an event loop. */
    private static void page(RoutingContext context, OrderList list) {
        List<HttpProblem.Error> wrong = new ArrayList<>();
        Question question = question(context, wrong);
        if (!wrong.isEmpty()) {
            HttpProblem.of(422, "Unprocessable content", "The question cannot be answered.", wrong)
                    .answer(context);
            return;
        }
        context.vertx()
                .executeBlocking(() -> list.page(question), false)
                .onSuccess(context::json)
                .onFailure(failure -> {
                    if (failure instanceof StateUnavailableException) {
                        notNow(context);
                    } else {
                        context.fail(500, failure);
                    }
                });
    }

    private static Question question(RoutingContext context, List<HttpProblem.Error> wrong) {
        String limit = context.request().getParam("limit");
        if (limit != null && !LIMIT.matcher(limit).matches()) {
            wrong.add(new HttpProblem.Error("/limit", "is not a number from 1 to " + OrderList.MOST));
        }
        String after = context.request().getParam("after");
        Optional<Listed> place = after == null ? Optional.empty() : OrderList.place(after);
        if (after != null && place.isEmpty()) {
            wrong.add(new HttpProblem.Error("/after", "is not the 'next' of an answer"));
        }
        boolean forwarded = context.request().getHeader(OrderList.FORWARDED) != null;
        return new Question(
                place.orElse(null),
                limit == null || !wrong.isEmpty() ? OrderList.USUAL : Integer.parseInt(limit),
                forwarded ? null : context.request().uri(),
                Optional.ofNullable(context.request().getHeader("authorization")));
    }

    private static void notNow(RoutingContext context) {
        context.response().putHeader("retry-after", "1");
        HttpProblem.of(503, "Not now", "The ledger is moving or being restored.")
                .answer(context);
    }
}
