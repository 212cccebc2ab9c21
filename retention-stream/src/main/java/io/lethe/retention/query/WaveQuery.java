package io.lethe.retention.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.retention.query.Subjects.UnavailableException;
import io.lethe.retention.wave.Breaker;
import io.lethe.retention.wave.Decision;
import io.lethe.retention.wave.Ruling;
import io.lethe.retention.wave.Wave;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.streams.state.HostInfo;

/** Which erasures for silence wait for an operator, partition by partition (R6). */
final class WaveQuery {

    private final InstantSource clock;
    private final Subjects subjects;
    private final ZoneId zone;
    private final Neighbours neighbours;

    WaveQuery(InstantSource clock, Subjects subjects, ZoneId zone, Neighbours neighbours) {
        this.clock = clock;
        this.subjects = subjects;
        this.zone = zone;
        this.neighbours = neighbours;
    }

    /** All partitions that hold something, or in which a decision is being carried out; and the last decision that any of them heard. */
    JsonNode waves(RoutingContext context) throws UnavailableException, Refusal {
        // Before anything is read: who decides as of this time decides on what was seen, and on nothing that came
        // after.
        Instant now = Instant.ofEpochMilli(clock.millis());
        SortedMap<Integer, JsonNode> waves = new TreeMap<>();
        JsonNode last = NullNode.getInstance();
        for (int partition : subjects.partitions()) {
            Breaker breaker = subjects.breaker(partition);
            last = later(last, lastDecision(breaker));
            if (breaker.held() > 0 || breaker.wave() != null || breaker.ruling() != null) {
                waves.put(partition, wave(partition, breaker));
            }
        }
        if (!Neighbours.isForwarded(context)) {
            for (HostInfo other : subjects.others()) {
                JsonNode theirs = neighbours.ask(other, context);
                theirs.path("waves")
                        .forEach(one -> waves.put(one.path("partition").asInt(), one));
                last = later(last, theirs.path("lastDecision"));
            }
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("at", SubjectJson.time(now, zone));
        answer.put(
                "held",
                waves.values().stream()
                        .mapToLong(one -> one.path("held").asLong())
                        .sum());
        ArrayNode all = answer.putArray("waves");
        waves.values().forEach(all::add);
        answer.set("lastDecision", last);
        return answer;
    }

    private JsonNode lastDecision(Breaker breaker) {
        Decision decision = breaker.lastDecision();
        return decision == null
                ? NullNode.getInstance()
                : said(JsonNodeFactory.instance.objectNode(), decision)
                        .put("at", SubjectJson.time(decision.at(), zone));
    }

    private static ObjectNode said(ObjectNode json, Decision decision) {
        return json.put("decisionId", decision.id())
                .put("decision", SubjectJson.word(decision.verdict()))
                .put("decidedBy", decision.by());
    }

    private static JsonNode later(JsonNode one, JsonNode other) {
        if (!one.isObject() || !other.isObject()) {
            return other.isObject() ? other : one;
        }
        return at(other).isAfter(at(one)) ? other : one;
    }

    private static Instant at(JsonNode decision) {
        return OffsetDateTime.parse(decision.path("at").asText()).toInstant();
    }

    private ObjectNode wave(int partition, Breaker breaker) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("partition", partition);
        json.put("held", breaker.held());
        Wave wave = breaker.wave();
        Ruling ruling = breaker.ruling();
        json.put("heldSince", wave == null ? null : SubjectJson.time(wave.since(), zone));
        json.put("limit", wave == null ? null : SubjectJson.word(wave.limit()));
        json.put("allowed", wave == null ? null : wave.allowed());
        if (ruling == null) {
            json.putNull("decision");
        } else {
            said(json.putObject("decision"), ruling.decision())
                    .put("upTo", SubjectJson.time(ruling.upTo(), zone))
                    .put("settled", ruling.settled());
        }
        return json;
    }
}
