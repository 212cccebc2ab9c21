package io.lethe.retention.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.lethe.identity.SubjectIds;
import io.lethe.policy.Policy;
import io.lethe.retention.query.Subjects.UnavailableException;
import io.lethe.service.AccessKeys;
import io.lethe.service.AccessKeys.Role;
import io.lethe.service.HttpProblem;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.InstantSource;
import java.util.function.Consumer;

/** What operators can ask the retention stream. Any instance answers for every subject. */
public final class RetentionRoutes implements Consumer<Router> {

    private static final int LARGEST_BODY = 4 * 1024;
    private static final int LARGEST_POLICY = 1024 * 1024;

    private final AccessKeys keys;
    private final Queries queries;
    private final SubjectIdQuery subjectIds;
    private final PolicyDiffs policyDiffs;
    private final WaveQuery waves;
    private final RightsList rightsList;
    private final HoldsList holdsList;
    private final CountQuery counts;
    private final ExportQuery export;
    private final DueQuery dues;

    public RetentionRoutes(
            Policy policy, SubjectIds subjectIds, InstantSource clock, AccessKeys keys, Subjects subjects) {
        this.keys = keys;
        Neighbours neighbours = new Neighbours();
        this.queries = new Queries(policy, clock, subjects, neighbours);
        this.policyDiffs = new PolicyDiffs(policy, clock, subjects, neighbours);
        this.waves = new WaveQuery(clock, subjects, policy.zone(), neighbours);
        this.counts = new CountQuery(clock, subjects, policy.zone(), neighbours);
        this.export = new ExportQuery(policy, clock, subjects, neighbours);
        this.dues = new DueQuery(clock, subjects, policy.zone(), neighbours);
        this.rightsList = new RightsList(policy, clock, subjects, neighbours);
        this.holdsList = new HoldsList(policy, clock, subjects, neighbours);
        this.subjectIds = new SubjectIdQuery(subjectIds);
    }

    @Override
    public void accept(Router router) {
        router.route("/v1/*").handler(keys.require(Role.OPERATOR));
        router.get("/v1/subjects/:subjectId").handler(context -> answer(context, queries::subject));
        router.get("/v1/subjects/:subjectId/consents").handler(context -> answer(context, queries::consentAsOf));
        router.get("/v1/subjects/:subjectId/export").handler(context -> {
            context.response().putHeader("cache-control", "no-store");
            answer(context, export::export);
        });
        router.post("/v1/subject-ids")
                .handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY))
                .handler(context -> answer(context, subjectIds::subjectIds));
        router.get("/v1/deadlines").handler(context -> answer(context, queries::deadlines));
        router.get("/v1/deadline-counts").handler(context -> answer(context, dues::counts));
        router.get("/v1/rights-requests").handler(context -> answer(context, rightsList::page));
        router.get("/v1/holds").handler(context -> answer(context, holdsList::page));
        router.get("/v1/consent-counts").handler(context -> answer(context, counts::counts));
        router.get("/v1/waves").handler(context -> answer(context, waves::waves));
        router.post(PolicyDiffs.PATH)
                .handler(BodyHandler.create(false).setBodyLimit(LARGEST_POLICY))
                .handler(context -> answer(context, policyDiffs::begin));
        router.get(PolicyDiffs.PATH + "/:id").handler(context -> answer(context, policyDiffs::look));
    }

    /** Answers one question; it may read stores and ask other instances, so it does not run on an event loop. */
    private interface Question {
        JsonNode ask(RoutingContext context) throws UnavailableException, Refusal;
    }

    private void answer(RoutingContext context, Question question) {
        context.vertx()
                .executeBlocking(() -> question.ask(context), false)
                .onSuccess(answer -> context.response()
                        .putHeader("content-type", answer.has("@context") ? "application/ld+json" : "application/json")
                        .end(Buffer.buffer(answer.toString())))
                .onFailure(failure -> fail(context, failure));
    }

    private static void fail(RoutingContext context, Throwable failure) {
        switch (failure) {
            case Refusal refusal -> refusal.problem().answer(context);
            case UnavailableException unavailable -> {
                context.response().putHeader("retry-after", "1");
                HttpProblem.of(503, "Not available", "Cannot answer now: " + unavailable.getMessage() + ". Try again.")
                        .answer(context);
            }
            default -> context.fail(500, failure);
        }
    }
}
