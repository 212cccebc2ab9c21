package io.lethe.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.lethe.local.client.Journal;
import io.lethe.local.client.PipelineClient;
import io.lethe.local.client.SubjectIdsAnswer;
import io.lethe.local.client.TopicSizes;
import io.lethe.local.folder.PipelineException;
import io.lethe.local.process.LocalPipeline;
import io.lethe.schemas.topics.Topic;
import java.io.IOException;
import java.io.PrintStream;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;

/** What a story is told on: a running pipeline, its clock, its answers, and everything it has written. */
final class Stage {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm", Locale.ENGLISH);

    private final LocalPipeline pipeline;
    private final PipelineClient client;
    private final Admin admin;
    private final Journal journal;
    private final Claims claims;
    private final PrintStream out;
    private final ZoneId zone;

    Stage(
            LocalPipeline pipeline,
            PipelineClient client,
            Admin admin,
            Journal journal,
            Claims claims,
            PrintStream out,
            ZoneId zone) {
        this.pipeline = pipeline;
        this.client = client;
        this.admin = admin;
        this.journal = journal;
        this.claims = claims;
        this.out = out;
        this.zone = zone;
    }

    Claims claims() {
        return claims;
    }

    /** Turns the clock, and says so. */
    void at(String localTime, String why) {
        ZonedDateTime time = LocalDateTime.parse(localTime).atZone(zone);
        pipeline.clockTo(time.toInstant());
        out.println();
        out.println("■ " + DAY.format(time) + " · " + why);
    }

    /** A local time as the pipeline writes it. */
    String time(String localTime) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                LocalDateTime.parse(localTime).atZone(zone));
    }

    void tell(String what) {
        out.println("  " + what);
    }

    /** Publishes one event and returns whose it is. */
    String publish(String kind, String event) {
        try {
            PipelineClient.Answer answer = client.publish(kind, event);
            if (answer.status() != 202) {
                throw new PipelineException("consent-ingest answers " + answer.status() + ": " + answer.body());
            }
            return answer.json().path("events").path(0).path("subjectId").asText();
        } catch (IOException e) {
            throw new PipelineException("consent-ingest does not answer: " + e.getMessage());
        }
    }

    /** The subject id behind a subject object, without publishing anything. */
    String subjectId(String subject) {
        return SubjectIdsAnswer.of(
                        ask(() -> client.query("/v1/subject-ids", subject)).json())
                .getFirst();
    }

    /** What retention-stream answers about a subject. */
    JsonNode subject(String subjectId) {
        return ask(() -> client.query("/v1/subjects/" + subjectId)).json();
    }

    String status(String subjectId) {
        return subject(subjectId).path("status").asText();
    }

    /** The status of a choice for all recipients; empty where there is none. */
    String consent(String subjectId, String purpose) {
        return consentMember(subjectId, purpose, "status");
    }

    String consentMember(String subjectId, String purpose, String member) {
        for (JsonNode consent : subject(subjectId).path("consents")) {
            if (consent.path("purpose").asText().equals(purpose)
                    && consent.path("recipient").isNull()) {
                return consent.path(member).asText();
            }
        }
        return "";
    }

    /** How many records of a topic are as described. */
    <V extends SpecificRecord> long count(Topic<V> topic, Predicate<V> which) {
        return journal.of(topic).stream().filter(which).count();
    }

    Journal journal() {
        return journal;
    }

    /** How far retention-stream is behind in a topic: 0 when it has seen everything. */
    long lag(Topic<?> topic) {
        try {
            return TopicSizes.measure(admin).lags().getOrDefault(topic.name(), Map.of()).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        } catch (ExecutionException e) {
            throw new PipelineException("the broker refuses: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PipelineException("interrupted");
        }
    }

    private interface Question {
        PipelineClient.Answer ask() throws IOException;
    }

    private static PipelineClient.Answer ask(Question question) {
        try {
            return question.ask();
        } catch (IOException e) {
            throw new PipelineException("retention-stream does not answer: " + e.getMessage());
        }
    }
}
