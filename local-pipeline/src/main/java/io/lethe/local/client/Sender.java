package io.lethe.local.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.lethe.local.folder.Json;
import io.lethe.local.folder.PipelineException;
import io.lethe.service.AccessKeys.Role;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Posts events in batches. Where the pipeline says "later", or does not answer, the same batch with the same ids is posted
 * again: nothing is lost, and nothing counts twice.
 */
public final class Sender {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Pattern INDEX = Pattern.compile("^/(\\d+)");

    private final PipelineClient client;
    private final String kind;
    private final Role role;
    private final Duration patience;

    /**
     * @param kind the last part of the path, such as {@code interactions}
     * @param role whose key is shown
     * @param patience how long one batch is tried
     */
    public Sender(PipelineClient client, String kind, Role role, Duration patience) {
        this.client = client;
        this.kind = kind;
        this.role = role;
        this.patience = patience;
    }

    /**
     * What became of a batch.
     *
     * @param problems what the pipeline found wrong, by line of the input; empty where it took the batch
     * @param answer what it said
     */
    public record Outcome(List<String> problems, JsonNode answer) {

        public boolean isAccepted() {
            return problems.isEmpty();
        }
    }

    /**
     * Posts one batch until there is an answer.
     *
     * @throws PipelineException where there is none in time; the events may or may not have been taken
     */
    public Outcome send(List<Submission> batch) {
        ArrayNode body = Json.MAPPER.createArrayNode();
        batch.forEach(submission -> body.add(submission.event()));
        String text = body.toString();
        Instant giveUpAt = Instant.now().plus(patience);
        Duration pause = Duration.ofMillis(100);
        while (true) {
            String why;
            try {
                PipelineClient.Answer answer = client.publish(kind, text, role);
                if (answer.isSuccess()) {
                    return new Outcome(List.of(), answer.json());
                }
                if (answer.status() != 503 && answer.status() != 429) {
                    return new Outcome(problems(answer, batch), answer.json());
                }
                why = "answers " + answer.status();
                pause = retryAfter(answer, pause);
            } catch (IOException e) {
                why = "does not answer";
            }
            if (Instant.now().plus(pause).isAfter(giveUpAt)) {
                throw new PipelineException("consent-ingest " + why + " for " + patience + "; gave up at line "
                        + batch.getFirst().line());
            }
            LockSupport.parkNanos(pause.toNanos());
            pause = shorter(pause.multipliedBy(2));
        }
    }

    private static Duration retryAfter(PipelineClient.Answer answer, Duration otherwise) {
        String seconds = answer.headers().getOrDefault("retry-after", "");
        return seconds.matches("\\d{1,6}") ? shorter(Duration.ofSeconds(Long.parseLong(seconds))) : otherwise;
    }

    private static Duration shorter(Duration pause) {
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /** One line for each problem: where in the input, where in the event, and what. */
    private static List<String> problems(PipelineClient.Answer answer, List<Submission> batch) {
        JsonNode problem = answer.json();
        List<String> lines = new ArrayList<>();
        for (JsonNode error : problem.path("errors")) {
            String pointer = error.path("pointer").asText();
            Matcher index = INDEX.matcher(pointer);
            String place = "";
            if (index.find() && Integer.parseInt(index.group(1)) < batch.size()) {
                place = "line " + batch.get(Integer.parseInt(index.group(1))).line() + ": ";
                pointer = pointer.substring(index.end());
            }
            lines.add(place
                    + (pointer.isEmpty() ? "" : pointer + " ")
                    + error.path("detail").asText());
        }
        if (lines.isEmpty()) {
            lines.add(answer.status() + " " + problem.path("title").asText() + ": "
                    + problem.path("detail").asText());
        }
        return lines;
    }
}
