package io.lethe.retention.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.consent.Statement;
import io.lethe.policy.Policy;
import io.lethe.policy.Verb;
import io.lethe.policy.file.PolicyFile;
import io.lethe.retention.store.SubjectForm;
import io.lethe.retention.stored.StoredSubject;
import io.lethe.retention.subject.BrokenRuleException;
import io.lethe.retention.subject.Subject;
import io.lethe.retention.subject.SubjectEvent;
import io.lethe.retention.subject.SubjectKind;
import io.lethe.retention.subject.SubjectRules;
import io.lethe.schemas.topics.TrustedClasses;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One subject as it is handed out (G4), held against how it is stored. */
class SubjectExportTest {

    private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");

    /** What is stored and not handed out, and why; a field that only older versions have is told as what the present one makes of it. */
    private static final Map<String, String> NOT_HANDED_OUT = Map.of(
            "holds[].steps[].by", "names an employee, whose data it is (art. 15(4))",
            "rights[].answers[].by", "names an employee, likewise",
            "rights[].callbackUrls[]", "may hold the sender's secret; the sender is told",
            "rights[].code.digest", "who guesses the code could pass for the person",
            "rights[].code.wrong[]", "likewise; how many are left is told",
            "wanted[].trigger", "the request, the lapse or the order that is told beside it",
            "armedAt", "the first of what is told to fall due");

    /** Where a word has to be one of a list: that of the sample, and another one. */
    private static final Map<String, List<String>> WORDS = Map.of(
            "statements[].choices[].verb", List.of("granted", "refused"),
            "statements[].choices[].purpose", List.of("newsletters", "respond-to-requests"),
            "links[].ties[].by", List.of("person", "operator"),
            "rights[].state", List.of("IDENTITY_TO_BE_PROVEN", "OPEN"),
            "rights[].decisions[].act", List.of("EXTEND", "FULFIL"),
            "rights[].answers[].outcome", List.of("COMPLETED", "REFUSED"),
            "rights[].decisions[].reason", List.of("OTHER", "NO_MATCH"),
            "published[].status", List.of("GIVEN", "REFUSED"),
            "heard[].rootCause", List.of("ERASURE_REQUESTED", "RETENTION_LAPSED"));

    private static final List<String> CAUSES = List.of("ERASURE_REQUESTED", "RETENTION_LAPSED");

    private final Policy policy = PolicyFile.builtIn();
    private final SubjectExport export = new SubjectExport(policy);

    @Test
    void G4_every_field_that_is_stored_is_handed_out_or_has_a_reason_why_not() throws IOException {
        Sample sample = new Sample();
        ObjectNode whole = export.access(sample.subject(null), NOW);

        Set<String> missing = new TreeSet<>();
        for (String field : sample.fields()) {
            if (export.access(sample.subject(field), NOW).equals(whole)) {
                missing.add(field);
            }
        }

        assertThat(sample.fields()).hasSizeGreaterThan(80);
        assertThat(missing).isEqualTo(new TreeSet<>(NOT_HANDED_OUT.keySet()));
    }

    @Test
    void G4_what_is_handed_out_has_the_published_form() throws IOException {
        Sample sample = new Sample();
        for (String field : sample.fields()) {
            Subject subject = sample.subject(field);

            assertThat(ExportForm.flaws("access", export.access(subject, NOW).toString()))
                    .as(field)
                    .isEmpty();
            assertThat(ExportForm.flaws("portable", export.portable(subject).toString()))
                    .as(field)
                    .isEmpty();
        }
        Subject nobody = Subject.unseen("s-1");
        assertThat(ExportForm.flaws("access", export.access(nobody, NOW).toString()))
                .isEmpty();
    }

    @Test
    void G4_a_member_that_the_published_form_does_not_have_is_found() throws IOException {
        ObjectNode part = export.access(new Sample().subject(null), NOW);

        part.put("more", 1);

        assertThat(ExportForm.flaws("access", part.toString())).isNotEmpty();
    }

    @Test
    void G4_what_is_secret_or_names_an_employee_is_nowhere_in_it() throws IOException {
        String told = export.access(new Sample().subject(null), NOW).toString();

        assertThat(told)
                .doesNotContain("holds.steps.by", "rights.callbackUrls", "rights.code")
                .contains("triesLeft");
    }

    @Test
    void G4_C6_each_status_that_a_consent_ever_had_is_told_with_the_statement_it_rests_on_and_its_end() {
        Subject device = said("2026-01-05T10:00:00Z", "e-1", Verb.GRANTED, Subject.unseen("s-1"));
        device = said("2026-02-05T10:00:00Z", "e-2", Verb.GRANTED, device);
        device = said("2026-03-05T10:00:00Z", "e-3", Verb.WITHDRAWN, device);

        ObjectNode told = export.access(device, Instant.parse("2026-08-01T10:00:00Z"));

        assertThat(told.path("consents")).hasSize(1);
        assertThat(told.at("/consents/0/status").asText()).isEqualTo("expired");
        assertThat(told.at("/consents/0/history"))
                .extracting(one -> one.path("status").asText() + " "
                        + one.path("since").asText() + " "
                        + one.path("statement").asText() + " " + one.path("times"))
                .containsExactly(
                        "given 2026-01-05T11:00:00+01:00 e-2 2",
                        "withdrawn 2026-03-05T11:00:00+01:00 e-3 1",
                        "expired 2026-07-05T11:00:00+02:00 e-3 0");
    }

    @Test
    void G4_so_is_all_of_somebody_of_whom_no_more_can_be_kept() {
        Subject device = Subject.unseen("s-1");
        Instant at = Instant.parse("2024-01-05T10:00:00Z");
        boolean full = false;
        for (int each = 0; !full; each++) {
            at = at.plusSeconds(6 * 3_600);
            try {
                device = said(at.toString(), "e-" + each, each % 2 == 0 ? Verb.GRANTED : Verb.WITHDRAWN, device);
            } catch (BrokenRuleException noRoom) {
                full = true;
            }
        }

        ObjectNode told = export.access(device, at);

        assertThat(told.path("statements")).hasSizeGreaterThan(1_000);
        assertThat(told.at("/consents/0/history")).hasSizeGreaterThan(1_000);
        assertThat(ExportForm.flaws("access", told.toString())).isEmpty();
    }

    @Test
    void G4_what_was_said_on_legitimate_interest_is_accessed_and_not_taken_along() {
        Subject person = interest(Subject.unseen("s-1"));

        assertThat(export.access(person, NOW).at("/statements/0/choices")).hasSize(2);
        assertThat(export.portable(person).at("/statements/0/choices"))
                .singleElement()
                .satisfies(choice -> assertThat(choice.path("purpose").asText()).isEqualTo("newsletters"));
    }

    @Test
    void G4_categories_of_data_are_taken_along_where_consent_needs_them() {
        Subject person = new SubjectRules(policy)
                .apply(
                        Subject.unseen("s-1"),
                        SubjectKind.CONTACT,
                        new SubjectEvent.Interacted(
                                "e-1", NOW, "contact-form", List.of("contact-details", "recruitment-data")),
                        NOW,
                        true)
                .subject();

        assertThat(export.portable(person).path("dataCategories").toString()).isEqualTo("[\"contact-details\"]");
        assertThat(export.portable(person).has("interactions")).isFalse();
        assertThat(export.access(person, NOW).at("/interactions/at")).hasSize(1);
    }

    private Subject interest(Subject subject) {
        Statement statement = new Statement(
                "e-1",
                NOW,
                NOW,
                "www",
                List.of(
                        new Statement.Choice("newsletters", null, Verb.GRANTED),
                        new Statement.Choice("improvement", null, Verb.OBJECTED)),
                new Statement.Proof("2026-01", "form-1", "fr", "save", null));
        return stated(subject, SubjectKind.CONTACT, statement);
    }

    private Subject said(String at, String eventId, Verb verb, Subject subject) {
        Instant time = Instant.parse(at);
        return stated(
                subject,
                SubjectKind.VISITOR,
                new Statement(
                        eventId,
                        time,
                        time,
                        "www",
                        List.of(new Statement.Choice("advertising", null, verb)),
                        new Statement.Proof("2026-01", "banner-7", "fr", "save", null)));
    }

    private Subject stated(Subject subject, SubjectKind kind, Statement statement) {
        return new SubjectRules(policy)
                .apply(subject, kind, new SubjectEvent.Stated(statement), statement.at(), true)
                .subject();
    }

    /** A subject of whom every field is stored, with an element in each list; and the same with one field that is another. */
    private static final class Sample {

        private final List<String> fields = new ArrayList<>();
        private @Nullable String other;
        private long time;

        Sample() throws IOException {
            TrustedClasses.trust(StoredSubject.class);
            subject(null);
        }

        List<String> fields() {
            return List.copyOf(fields);
        }

        Subject subject(@Nullable String otherField) throws IOException {
            fields.clear();
            other = otherField;
            time = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
            Object stored = value("", StoredSubject.getClassSchema());
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            new GenericDatumWriter<>(StoredSubject.getClassSchema()).write(stored, encoder);
            encoder.flush();
            StoredSubject read = new SpecificDatumReader<>(StoredSubject.class)
                    .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
            return SubjectForm.fromStored("s-1", read);
        }

        private @Nullable Object value(String path, Schema schema) {
            return switch (schema.getType()) {
                case RECORD -> record(path, schema);
                case ARRAY ->
                    List.of(Optional.ofNullable(value(path + "[]", schema.getElementType()))
                            .orElseThrow());
                case MAP -> {
                    Map<String, Object> map = new HashMap<>();
                    map.put(
                            isOther(path + "{}") ? "respond-to-requests" : "newsletters",
                            value(path, schema.getValueType()));
                    yield map;
                }
                case UNION -> value(path, schema.getTypes().getLast());
                case ENUM ->
                    new GenericData.EnumSymbol(
                            schema,
                            isOther(path) ? "VISITOR" : schema.getEnumSymbols().getLast());
                case STRING -> {
                    List<String> words = path.endsWith("ause")
                            ? CAUSES
                            : WORDS.getOrDefault(path, List.of(path.replace("[]", ""), "another"));
                    yield isOther(path) ? words.getLast() : words.getFirst();
                }
                case LONG -> (time += 3_600_000) + (isOther(path) ? 60_000 : 0);
                case INT -> isOther(path) ? 4 : 3;
                case BOOLEAN -> !isOther(path);
                default -> throw new IllegalStateException("the stored form has a type that no test knows: " + schema);
            };
        }

        private Object record(String path, Schema schema) {
            GenericData.Record record = new GenericData.Record(schema);
            for (Schema.Field field : schema.getFields()) {
                boolean older = field.doc() != null && field.doc().startsWith("Only in version");
                String name = path.isEmpty() ? field.name() : path + "." + field.name();
                record.put(field.name(), older ? null : value(name, field.schema()));
            }
            return record;
        }

        private boolean isOther(String path) {
            fields.add(path);
            return path.equals(other);
        }
    }
}
