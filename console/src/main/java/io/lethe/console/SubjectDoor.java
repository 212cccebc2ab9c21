package io.lethe.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lethe.schemas.AuditAct;
import io.lethe.schemas.AuditEvent;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A look at one subject, and all that is stored of it as a file. Whom it is about is in the request's body alone, never in an address; who looks, at
 * whom, and why is on record before anything is shown or handed out.
 */
final class SubjectDoor implements Consumer<Router> {

    private static final String PATH = "/api/subject";
    private static final String EXPORT = "/api/export";
    private static final int MOST_BYTES = 8 * 1024;
    private static final Set<ConsoleRole> LOOK = EnumSet.of(ConsoleRole.DPO, ConsoleRole.AUDITOR);
    private static final Set<ConsoleRole> EXPORTS = EnumSet.of(ConsoleRole.DPO);
    private static final Set<String> MEMBERS = Set.of("subject", "subjectId", "reason", "reference");
    private static final Set<String> MEMBERS_OF_EXPORT = Set.of("subject", "subjectId", "reason", "reference", "right");
    private static final Set<String> RIGHTS = Set.of("access", "portability");

    /** A closed list: what somebody writes freely could name a person, and the record names none. */
    private static final Set<String> REASONS = Set.of("request", "complaint", "claim", "authority", "fault", "audit");

    private static final Pattern SUBJECT_ID = Pattern.compile("[A-Za-z0-9_-]{43}");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Guard guard;
    private final Recorder recorder;
    private final Upstream upstream;
    private final URI retention;

    SubjectDoor(Guard guard, Recorder recorder, Upstream upstream, URI retention) {
        this.guard = guard;
        this.recorder = recorder;
        this.upstream = upstream;
        this.retention = retention;
    }

    @Override
    public void accept(Router router) {
        router.post(PATH).handler(guard.require(LOOK));
        router.post(PATH).handler(BodyHandler.create(false).setBodyLimit(MOST_BYTES));
        router.post(PATH)
                .handler(context -> Said.by(context, MEMBERS)
                        .ifPresent(said -> look(context, said, AuditAct.LOOK_AT_SUBJECT, "", "")));
        router.post(EXPORT).handler(guard.require(EXPORTS));
        router.post(EXPORT).handler(BodyHandler.create(false).setBodyLimit(MOST_BYTES));
        router.post(EXPORT)
                .handler(context -> Said.by(context, MEMBERS_OF_EXPORT).ifPresent(said -> export(context, said)));
    }

    /** All that is stored of a person, as a file whose name says nothing of them (G4). */
    private void export(RoutingContext context, Said said) {
        String right = said.word("right", RIGHTS);
        context.response()
                .putHeader("Cache-Control", "no-store")
                .putHeader("Content-Disposition", "attachment; filename=\"lethe-export.json\"");
        look(context, said, AuditAct.EXPORT_SUBJECT, right + ", ", "/export?right=" + right);
    }

    /**
     * @param why what the record has before the reason
     * @param what which question about the subject is answered
     */
    private void look(RoutingContext context, Said said, AuditAct act, String why, String what) {
        String reason = said.word("reason", REASONS);
        String reference = said.id("reference");
        String id = said.id("subjectId");
        JsonNode subject = said.body().path("subject");
        if (id == null ? !namesOne(subject) : !subject.isMissingNode() || !isSubjectId(id)) {
            said.wrong(
                    "",
                    "must have either subject, with one of email, customerId and visitorId, or subjectId, of 43 characters");
        }
        if (reference != null
                && subject.properties().stream()
                        .anyMatch(one -> one.getValue().asText().equalsIgnoreCase(reference))) {
            said.wrong("/reference", "must not be the identifier: it is kept in a record that names nobody");
        }
        if (said.isWrong(context)) {
            return;
        }
        AuditEvent.Builder look =
                recorder.by(context, act).setReason(why + (reference == null ? reason : reason + " " + reference));
        if (id != null) {
            look(context, look, id, what);
            return;
        }
        Future<HttpResponse<String>> ids =
                upstream.post(context, retention.resolve("/v1/subject-ids"), subject.toString());
        ids.onSuccess(answer -> only(answer)
                        .ifPresentOrElse(
                                // Without an id there is nobody to look at: what is wrong with the identifier is all
                                // that is told.
                                found -> look(context, look, found, what),
                                () -> Upstream.hand(context, ids)))
                .onFailure(_ -> Upstream.hand(context, ids));
    }

    private void look(RoutingContext context, AuditEvent.Builder look, String id, String what) {
        recorder.look(
                context, look.setSubjectId(id), upstream.get(context, retention.resolve("/v1/subjects/" + id + what)));
    }

    private static boolean isSubjectId(String id) {
        return SUBJECT_ID.matcher(id).matches();
    }

    private static boolean namesOne(JsonNode subject) {
        return subject.isObject()
                && subject.size() == 1
                && subject.properties().iterator().next().getValue().isTextual();
    }

    private static Optional<String> only(HttpResponse<String> answer) {
        try {
            @Nullable
            JsonNode id =
                    answer.statusCode() == 200 ? JSON.readTree(answer.body()).findValue("subjectId") : null;
            return Optional.ofNullable(id).map(JsonNode::textValue).filter(SubjectDoor::isSubjectId);
        } catch (JsonProcessingException noJson) {
            return Optional.empty();
        }
    }
}
