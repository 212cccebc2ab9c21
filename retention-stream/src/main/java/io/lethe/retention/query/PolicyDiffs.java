package io.lethe.retention.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.lethe.policy.Policy;
import io.lethe.policy.file.PolicyFile;
import io.lethe.policy.yaml.PolicyException;
import io.lethe.retention.query.Subjects.UnavailableException;
import io.lethe.service.HttpProblem;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/** The comparisons of policies of this instance: one at a time, on a thread of its own, and the last ones are remembered. */
final class PolicyDiffs {

    static final String PATH = "/v1/policy-diffs";

    private static final int REMEMBERED = 8;

    private final Policy inForce;
    private final InstantSource clock;
    private final Subjects subjects;
    private final Neighbours neighbours;

    /** The newest first. */
    private final Deque<PolicyDiff> known = new ArrayDeque<>();

    PolicyDiffs(Policy inForce, InstantSource clock, Subjects subjects, Neighbours neighbours) {
        this.inForce = inForce;
        this.clock = clock;
        this.subjects = subjects;
        this.neighbours = neighbours;
    }

    /** Begins to compare the policy in force with the one in the body. */
    JsonNode begin(RoutingContext context) throws Refusal {
        Buffer body = context.body().buffer();
        byte[] text = body == null ? new byte[0] : body.getBytes();
        Policy other = policy(text);
        boolean forwarded = Neighbours.isForwarded(context);
        Optional<String> credentials = Neighbours.credentials(context);
        PolicyDiff diff = new PolicyDiff(
                UUID.randomUUID().toString(),
                new PolicyDiff.Pair(inForce, other),
                clock,
                subjects,
                forwarded ? Optional.empty() : Optional.of(() -> handedOver(text, credentials)));
        remember(diff);
        Thread.ofPlatform().daemon().name("policy-diff").start(diff);
        context.response().setStatusCode(202).putHeader("location", PATH + "/" + diff.id());
        return diff.json();
    }

    /** How far a comparison is, and what came of it. */
    JsonNode look(RoutingContext context) throws UnavailableException, Refusal {
        Optional<PolicyDiff> here = known(context.pathParam("id"));
        if (here.isPresent()) {
            return here.get().json();
        }
        if (!Neighbours.isForwarded(context)) {
            for (HostInfo other : subjects.others()) {
                try {
                    return neighbours.ask(other, context);
                } catch (Refusal notThere) {
                    if (notThere.problem().status() != 404) {
                        throw notThere;
                    }
                }
            }
        }
        throw new Refusal(HttpProblem.of(
                404, "Not found", "No such comparison was started here of late; POST " + PATH + " starts one."));
    }

    private List<PolicyDiff.Part> handedOver(byte[] text, Optional<String> credentials)
            throws UnavailableException, Refusal {
        List<PolicyDiff.Part> parts = new ArrayList<>();
        for (HostInfo other : subjects.others()) {
            String id =
                    neighbours.hand(other, PATH, text, credentials).path("id").asText();
            parts.add(() -> neighbours.ask(other, PATH + "/" + id, credentials));
        }
        return parts;
    }

    private synchronized void remember(PolicyDiff diff) throws Refusal {
        PolicyDiff last = known.peekFirst();
        if (last != null && last.state() == PolicyDiff.State.RUNNING) {
            throw new Refusal(HttpProblem.of(
                    409, "Conflict", "One comparison at a time; this one is running: " + PATH + "/" + last.id()));
        }
        known.addFirst(diff);
        if (known.size() > REMEMBERED) {
            known.removeLast();
        }
    }

    private synchronized Optional<PolicyDiff> known(@Nullable String id) {
        return known.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    /** Unlike an event a policy holds nobody's identifier, so what is wrong with it may be quoted. */
    private static Policy policy(byte[] text) throws Refusal {
        try {
            return PolicyFile.parse("policy", text);
        } catch (PolicyException e) {
            throw new Refusal(HttpProblem.of(
                    422,
                    "Unprocessable content",
                    "The policy cannot be used.",
                    e.problems().stream()
                            .map(one -> new HttpProblem.Error("", one.place() + ": " + one.text()))
                            .toList()));
        }
    }
}
