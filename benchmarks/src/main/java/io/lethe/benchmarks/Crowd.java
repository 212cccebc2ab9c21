package io.lethe.benchmarks;

import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What a crowd of made-up subjects does: half of them contacts, half visitors. A contact fills in forms and decides on the newsletter, for good;
 * a visitor comes back and decides on audience measurement, for six months.
 */
record Crowd(
        EventTemplate contactsInteraction,
        EventTemplate visitorsInteraction,
        EventTemplate contactsStatement,
        EventTemplate visitorsStatement) {

    static final String INTERACTIONS = "interactions";
    static final String STATEMENTS = "consent-statements";

    private static final String CONTACT = "\"subject\":{\"email\":\"template@example.org\"}";
    private static final String VISITOR = "\"subject\":{\"visitorId\":\"template-of-a-visitor\"}";

    /** Has one event of each kind written by the door. */
    static Crowd like(Pipeline pipeline, Instant at) throws IOException, InterruptedException {
        return new Crowd(
                EventTemplate.written(
                        pipeline, INTERACTIONS, at, CONTACT + interaction("contact-form", "contact-details")),
                EventTemplate.written(pipeline, INTERACTIONS, at, VISITOR + interaction("login", "browsing-data")),
                EventTemplate.written(pipeline, STATEMENTS, at, CONTACT + statement("newsletters")),
                EventTemplate.written(pipeline, STATEMENTS, at, VISITOR + statement("audience-measurement")));
    }

    private static String interaction(String kind, String category) {
        return ",\"kind\":\"" + kind + "\",\"dataCategories\":[\"" + category + "\"]";
    }

    private static String statement(String purpose) {
        return ",\"choices\":[{\"purpose\":\"" + purpose
                + "\",\"decision\":\"granted\"}],\"proof\":{\"policyVersion\":\"2026-01\","
                + "\"noticeId\":\"banner-2026-01\",\"language\":\"en\",\"method\":\"save\"}";
    }

    /** An interaction of a subject, written to a topic. */
    ProducerRecord<String, byte[]> interaction(String topic, int subject, Instant at) {
        return event(topic, subject % 2 == 0 ? contactsInteraction : visitorsInteraction, subject, at);
    }

    /** A statement of a subject, written to a topic. */
    ProducerRecord<String, byte[]> statement(String topic, int subject, Instant at) {
        return event(topic, subject % 2 == 0 ? contactsStatement : visitorsStatement, subject, at);
    }

    private static ProducerRecord<String, byte[]> event(String topic, EventTemplate template, int subject, Instant at) {
        String id = EventTemplate.subjectId(subject);
        return new ProducerRecord<>(topic, id, template.value(UUID.randomUUID().toString(), id, at.toEpochMilli()));
    }
}
