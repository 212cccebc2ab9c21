package io.lethe.retention.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.policy.Policy;
import io.lethe.retention.diff.PolicyTally;
import io.lethe.retention.diff.TallyJson;
import io.lethe.retention.query.Subjects.UnavailableException;
import io.lethe.retention.subject.Foresight;
import io.lethe.retention.subject.Subject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes through all subjects once, a slice at a time and without changing anything, and counts what another policy would mean for them
 * (R5). What the other instances have, they count themselves; it only counts where each partition was gone through exactly once.
 */
final class PolicyDiff implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyDiff.class);

    /** An iterator over a store is open for so many subjects. */
    private static final int SLICE = 500;

    private static final long BETWEEN_LOOKS_MILLIS = 200;

    enum State {
        RUNNING,
        FINISHED,
        FAILED
    }

    /** How far it is, as one value, so that nobody sees a half of two. */
    private record Progress(
            State state, @Nullable String reason, @Nullable ObjectNode result) {}

    /** @param before the one in force */
    record Pair(Policy before, Policy after) {}

    /** What another instance does for it. */
    interface Part {
        /** What it answers about how far it is. */
        JsonNode look() throws UnavailableException, Refusal;
    }

    /** Hands the work to the other instances. */
    interface Others {
        List<Part> begin() throws UnavailableException, Refusal;
    }

    private final String id;
    private final Pair policies;
    private final InstantSource clock;
    private final Subjects subjects;
    private final Optional<Others> others;
    private final Instant startedAt;

    private final AtomicLong lookedAt = new AtomicLong();
    private final AtomicLong lookedAtElsewhere = new AtomicLong();
    private final AtomicLong roughly = new AtomicLong();
    private final AtomicLong roughlyElsewhere = new AtomicLong();
    private volatile List<Integer> partitions = List.of();
    private volatile Progress progress = new Progress(State.RUNNING, null, null);

    /** @param others what they have has to be counted too; empty: it is itself a part of another instance's */
    PolicyDiff(String id, Pair policies, InstantSource clock, Subjects subjects, Optional<Others> others) {
        this.id = id;
        this.policies = policies;
        this.clock = clock;
        this.subjects = subjects;
        this.others = others;
        this.startedAt = now();
    }

    String id() {
        return id;
    }

    State state() {
        return progress.state();
    }

    @Override
    public void run() {
        try {
            progress = new Progress(State.FINISHED, null, TallyJson.write(counted()));
        } catch (UnavailableException e) {
            failed(String.valueOf(e.getMessage()));
        } catch (Refusal e) {
            failed("another instance answers: " + e.problem().detail());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed("the service ends");
        } catch (RuntimeException e) {
            LOG.error("a comparison of policies failed", e);
            failed("the service failed; the operator's log says why");
        }
    }

    private void failed(String reason) {
        progress = new Progress(State.FAILED, reason + "; start it again", null);
    }

    private PolicyTally counted() throws UnavailableException, Refusal, InterruptedException {
        List<Part> parts = others.isPresent() ? others.get().begin() : List.of();
        roughly.set(subjects.roughly());
        partitions = subjects.partitions();
        PolicyTally tally = new PolicyTally(policies.before().zone());
        Instant now = now();
        Foresight old = new Foresight(policies.before());
        Foresight other = new Foresight(policies.after());
        for (int partition : partitions) {
            goThrough(
                    partition,
                    subject -> tally.count(subject.kind(), old.of(subject, now), other.of(subject, now), now));
        }
        if (!subjects.partitions().equals(partitions)) {
            throw new UnavailableException("partitions have moved meanwhile");
        }
        List<Integer> seen = new ArrayList<>(partitions);
        for (Part part : parts) {
            JsonNode theirs = finished(part);
            TallyJson.addTo(tally, theirs.path("result"));
            theirs.path("partitions").forEach(one -> seen.add(one.asInt()));
            lookedAtElsewhere.addAndGet(theirs.path("subjects").path("lookedAt").asLong());
            roughlyElsewhere.addAndGet(theirs.path("subjects").path("roughly").asLong());
        }
        seen.sort(null);
        if (others.isPresent()
                && !seen.equals(
                        IntStream.range(0, subjects.allPartitions()).boxed().toList())) {
            throw new UnavailableException("partitions have moved meanwhile");
        }
        partitions = List.copyOf(seen);
        return tally;
    }

    private void goThrough(int partition, Consumer<Subject> count) throws UnavailableException {
        Optional<String> last = Optional.empty();
        do {
            last = subjects.visit(partition, last.orElse(null), SLICE, subject -> {
                count.accept(subject);
                lookedAt.incrementAndGet();
            });
        } while (last.isPresent());
    }

    private static JsonNode finished(Part part) throws UnavailableException, Refusal, InterruptedException {
        JsonNode theirs = part.look();
        while (theirs.path("state").asText().equals("running")) {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
            theirs = part.look();
        }
        if (!theirs.path("state").asText().equals("finished")) {
            throw new UnavailableException("another instance could not count its part");
        }
        return theirs;
    }

    /** How far it is, and what came of it. */
    ObjectNode json() {
        Progress now = progress;
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", id);
        json.put("state", SubjectJson.word(now.state()));
        if (now.reason() != null) {
            json.put("reason", now.reason());
        }
        json.put("startedAt", SubjectJson.time(startedAt, policies.before().zone()));
        json.putObject("policies")
                .put("before", policies.before().version())
                .put("after", policies.after().version());
        json.putObject("subjects")
                .put("lookedAt", lookedAt.get() + lookedAtElsewhere.get())
                .put("roughly", roughly.get() + roughlyElsewhere.get());
        ArrayNode all = json.putArray("partitions");
        partitions.forEach(all::add);
        if (now.result() != null) {
            json.set("result", now.result());
        }
        return json;
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}
