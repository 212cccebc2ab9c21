package io.lethe.retention.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.lethe.policy.Policy;
import io.lethe.policy.Purpose;
import io.lethe.policy.RecipientSystem;
import io.lethe.retention.query.Subjects.UnavailableException;
import io.lethe.retention.subject.Subject;
import io.lethe.retention.subject.SubjectRules;
import io.lethe.service.HttpProblem;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The questions about subjects. Where another instance has the answer, it is asked for it. */
final class Queries {

    private static final Pattern SUBJECT_ID = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final Policy policy;
    private final InstantSource clock;
    private final Subjects subjects;
    private final SubjectRules rules;
    private final SubjectJson json;
    private final Neighbours neighbours;
    private final DeadlineCounts deadlineCounts;

    Queries(Policy policy, InstantSource clock, Subjects subjects, Neighbours neighbours) {
        this.policy = policy;
        this.clock = clock;
        this.subjects = subjects;
        this.rules = new SubjectRules(policy);
        this.json = new SubjectJson(rules, policy.zone());
        this.neighbours = neighbours;
        this.deadlineCounts = new DeadlineCounts(subjects, rules, policy.zone(), neighbours);
    }

    /** The state of a subject now. */
    JsonNode subject(RoutingContext context) throws UnavailableException, Refusal {
        String id = subjectId(context);
        Optional<JsonNode> elsewhere = elsewhere(context, id);
        return elsewhere.isPresent() ? elsewhere.get() : json.subject(known(id), now());
    }

    /** The status of one purpose at a time, and what it rests on (C6, C7). */
    JsonNode consentAsOf(RoutingContext context) throws UnavailableException, Refusal {
        String id = subjectId(context);
        String purposeId = context.request().getParam("purpose");
        if (purposeId == null) {
            throw Refusal.invalid("/purpose", "is missing; name a purpose of the policy, as in ?purpose=newsletters");
        }
        Purpose purpose = policy.purpose(purposeId)
                .orElseThrow(() -> Refusal.invalid("/purpose", "is not a purpose of policy " + policy.version()));
        @Nullable String recipient = context.request().getParam("recipient");
        if (recipient != null) {
            RecipientSystem system = policy.recipient(recipient)
                    .orElseThrow(() ->
                            Refusal.invalid("/recipient", "is not a recipient system of policy " + policy.version()));
            if (!system.purposes().contains(purposeId)) {
                throw Refusal.invalid(
                        "/recipient", system.id() + " does not serve " + purposeId + "; " + serving(purposeId));
            }
        }
        Optional<Instant> asOf = TimeParameter.read(context, "asOf");
        Optional<JsonNode> elsewhere = elsewhere(context, id);
        if (elsewhere.isPresent()) {
            return elsewhere.get();
        }
        Subject subject = known(id);
        Instant now = now();
        return asOf.isPresent()
                ? json.asOf(subject, rules.consent(subject, purpose, recipient, asOf.get()), asOf.get())
                : json.asOf(subject, rules.present(subject, purpose, recipient, now), now);
    }

    /** How much falls due until a time, by kind and day. */
    JsonNode deadlines(RoutingContext context) throws UnavailableException, Refusal {
        Instant until = TimeParameter.read(context, "until")
                .orElseThrow(() -> Refusal.invalid(
                        "/until", "is missing; give a time with an offset, as in ?until=2026-03-01T00:00:00Z"));
        return deadlineCounts.until(until, context);
    }

    private String serving(String purposeId) {
        List<String> systems = policy.recipients().stream()
                .filter(system -> system.purposes().contains(purposeId))
                .map(RecipientSystem::id)
                .toList();
        return systems.isEmpty() ? "no recipient does" : "these do: " + String.join(", ", systems);
    }

    private Optional<JsonNode> elsewhere(RoutingContext context, String subjectId)
            throws UnavailableException, Refusal {
        if (Neighbours.isForwarded(context)) {
            return Optional.empty();
        }
        var host = subjects.elsewhere(subjectId);
        return host.isPresent() ? Optional.of(neighbours.ask(host.get(), context)) : Optional.empty();
    }

    private Subject known(String subjectId) throws UnavailableException, Refusal {
        return subjects.find(subjectId)
                .filter(Subject::seen)
                .orElseThrow(
                        () -> new Refusal(HttpProblem.of(404, "Not found", "No event of this subject was ever seen.")));
    }

    static String subjectId(RoutingContext context) throws Refusal {
        @Nullable String id = context.pathParam("subjectId");
        if (id == null || !SUBJECT_ID.matcher(id).matches()) {
            throw new Refusal(HttpProblem.of(
                    404,
                    "Not found",
                    "A subject id has 43 characters; POST /v1/subject-ids gives it for an identifier."));
        }
        return id;
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}
