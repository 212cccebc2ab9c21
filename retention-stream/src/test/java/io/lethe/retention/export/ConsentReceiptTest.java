package io.lethe.retention.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.consent.ConsentStatus;
import io.lethe.consent.Statement;
import io.lethe.policy.DataCategory;
import io.lethe.policy.LegalBasis;
import io.lethe.policy.Policy;
import io.lethe.policy.Purpose;
import io.lethe.policy.Right;
import io.lethe.policy.Scope;
import io.lethe.policy.Verb;
import io.lethe.policy.file.PolicyFile;
import io.lethe.retention.subject.Subject;
import io.lethe.retention.subject.SubjectEvent;
import io.lethe.retention.subject.SubjectKind;
import io.lethe.retention.subject.SubjectRules;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.rdf.model.RDFNode;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.shacl.ShaclValidator;
import org.apache.jena.shacl.Shapes;
import org.apache.jena.shacl.ValidationReport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of consent in the form of ISO/IEC TS 27560 (C7, G4), held against shapes after the published fields, by an engine that is not ours. */
class ConsentReceiptTest {

    private static final Instant NOW = Instant.parse("2027-01-01T10:00:00Z");
    private static final Policy POLICY = PolicyFile.builtIn();
    private static final Shapes SHAPES = Shapes.parse(turtle("consent-27560.shapes.ttl"));

    private final SubjectExport export = new SubjectExport(POLICY);
    private final ConsentReceipt receipts = new ConsentReceipt(POLICY);

    static Stream<String> purposes() {
        return POLICY.purposes().stream()
                .filter(purpose -> purpose.basis() == LegalBasis.CONSENT)
                .map(Purpose::id);
    }

    @ParameterizedTest
    @MethodSource("purposes")
    void C7_G4_a_record_of_each_purpose_conforms_whatever_became_of_the_consent(String purpose) {
        for (List<Verb> said : List.of(
                List.of(Verb.GRANTED),
                List.of(Verb.REFUSED),
                List.of(Verb.GRANTED, Verb.WITHDRAWN),
                List.of(Verb.REFUSED, Verb.GRANTED, Verb.GRANTED),
                List.of(Verb.WITHDRAWN))) {
            ObjectNode receipt = receipt(purpose, null, "2026-06-01T10:00:00Z", said);

            assertThat(flaws(receipt)).as("%s %s", purpose, said).isEmpty();
            assertThat(flaws(receipt(purpose, null, "2026-01-01T10:00:00Z", said)))
                    .as("ended")
                    .isEmpty();
        }
    }

    @Test
    void C7_G4_all_that_became_of_a_consent_is_an_event_with_its_time_its_end_and_whose_word_it_is() {
        ObjectNode receipt =
                receipt("advertising", "linkedin", "2026-01-05T10:00:00Z", List.of(Verb.GRANTED, Verb.WITHDRAWN));

        JsonNode record = receipt.at("/dpv:hasRecordOfActivity/0");
        assertThat(record.path("dpv:hasConsentStatus"))
                .extracting(event -> event.at("/@type/0").asText() + " "
                        + event.path("dpv:isIndicatedAtTime").asText() + " "
                        + (event.path("dpv:isIndicatedBy").equals(record.at("/dpv:hasDataSubject/@id"))
                                ? "person"
                                : "controller"))
                .containsExactly(
                        "dpv:ConsentGiven 2026-01-05T11:00:00+01:00 person",
                        "dpv:ConsentWithdrawn 2026-01-06T11:00:00+01:00 person",
                        "dpv:ConsentExpired 2026-07-05T11:00:00+02:00 controller");
        assertThat(record.at("/dpv:hasConsentStatus/0/dpv:hasDuration/rdf:value/@value")
                        .asText())
                .isEqualTo("2026-07-05T11:00:00+02:00");
        assertThat(record.at("/dpv:hasProcess/dpv:hasRecipient")).hasSize(1);
        assertThat(record.at("/dpv:hasEntity/1/dpv:hasIdentifier").asText()).isEqualTo("linkedin");
        assertThat(record.at("/dpv:hasNotice/0/dct:language").asText()).isEqualTo("fr");
    }

    @Test
    void G4_a_record_keeps_its_identifier_and_names_the_person_by_a_pseudonym() {
        ObjectNode once = receipt("video", null, "2026-01-05T10:00:00Z", List.of(Verb.GRANTED));
        ObjectNode again = receipt("video", null, "2026-01-05T10:00:00Z", List.of(Verb.GRANTED, Verb.WITHDRAWN));

        assertThat(once.at("/dpv:hasRecordOfActivity/0/dct:identifier").asText())
                .startsWith("urn:uuid:")
                .isEqualTo(again.at("/dpv:hasRecordOfActivity/0/dct:identifier").asText());
        assertThat(once.at("/dpv:hasRecordOfActivity/0/dpv:hasDataSubject/dpv:hasIdentifier")
                        .asText())
                .isEqualTo("s-1");
    }

    @Test
    void G4_a_json_ld_processor_finds_every_term_and_drops_nothing_and_asks_nobody() {
        ObjectNode receipt =
                receipt("newsletters", null, "2026-01-05T10:00:00Z", List.of(Verb.GRANTED, Verb.WITHDRAWN));
        Model model = read(receipt);

        Set<String> inModel = new TreeSet<>();
        model.listStatements().forEach(statement -> {
            inModel.add(statement.getPredicate().getURI());
            inModel.add(text(statement.getSubject()));
            inModel.add(text(statement.getObject()));
        });

        assertThat(said(receipt)).hasSizeGreaterThan(60).isSubsetOf(inModel);
        assertThat(inModel).noneMatch(one -> one.startsWith("urn:relative:"));
    }

    @Test
    void G4_every_word_of_the_vocabulary_is_one_that_it_has() throws IOException {
        Set<String> published = terms();
        Set<String> used = new TreeSet<>();
        words(receipt("advertising", "linkedin", "2026-01-05T10:00:00Z", List.of(Verb.GRANTED, Verb.WITHDRAWN)), used);
        words(receipt("newsletters", null, "2026-01-05T10:00:00Z", List.of(Verb.REFUSED)), used);
        words(DpvMapping.table(), used);

        assertThat(used).hasSizeGreaterThan(60);
        assertThat(published).containsAll(used);
    }

    @Test
    void G4_the_table_has_each_purpose_basis_category_right_and_status_and_no_other() {
        assertThat(keys("purposes")).isEqualTo(ids(POLICY.purposes().stream().map(Purpose::id)));
        assertThat(keys("legalBases"))
                .isEqualTo(ids(Arrays.stream(LegalBasis.values()).map(LegalBasis::id)));
        assertThat(keys("dataCategories"))
                .isEqualTo(ids(POLICY.dataCategories().stream().map(DataCategory::id)));
        assertThat(keys("rights")).isEqualTo(ids(POLICY.rights().stream().map(Right::id)));
        Set<String> statuses = keys("statuses");
        statuses.addAll(keys("noStatuses"));
        assertThat(statuses).isEqualTo(ids(Arrays.stream(ConsentStatus.values()).map(JsonForm::word)));
    }

    @Test
    void G4_an_objection_is_no_record_of_consent_and_nobody_who_was_never_asked_has_one() {
        ObjectNode objected = receipt("improvement", null, "2026-01-05T10:00:00Z", List.of(Verb.OBJECTED));

        assertThat(objected.path("dpv:hasRecordOfActivity")).isEmpty();
        assertThat(receipts.of(List.of(), "s-1", NOW).path("dpv:hasRecordOfActivity"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dct:identifier",
                "dct:conformsTo",
                "dpv:hasIdentifier",
                "dpv:hasDataSubject",
                "dpv:hasNotice",
                "dct:language",
                "dpv:hasProcess",
                "dpv:hasPurpose",
                "dpv:hasLegalBasis",
                "dpv:hasPersonalData",
                "skos:broader",
                "dpv:hasDataController",
                "dpv:hasRecipient",
                "dpv:hasStorageCondition",
                "dpv:hasJurisdiction",
                "dpv:hasConsentControl",
                "dpv:hasRight",
                "dpv:hasConsentStatus",
                "dpv:isIndicatedAtTime",
                "dpv:isIndicatedBy",
                "dpv:hasDuration",
                "dpv:hasEntity",
                "dpv:hasName",
                "schema:address",
                "schema:contactPoint",
                "dct:created",
                "dct:publisher"
            })
    void G4_a_field_that_is_missing_is_found(String field) {
        ObjectNode receipt = receipt("newsletters", null, "2026-01-05T10:00:00Z", List.of(Verb.GRANTED));

        takeOut(receipt, field);

        assertThat(flaws(receipt)).isNotEmpty();
    }

    private ObjectNode receipt(String purpose, @Nullable String recipient, String at, List<Verb> said) {
        Purpose known = POLICY.purpose(purpose).orElseThrow();
        SubjectKind kind = known.scope() == Scope.DEVICE ? SubjectKind.VISITOR : SubjectKind.CONTACT;
        Subject subject = Subject.unseen("s-1");
        Instant time = Instant.parse(at);
        for (Verb verb : said) {
            Statement statement = new Statement(
                    "e-" + time.getEpochSecond(),
                    time,
                    time,
                    "www",
                    List.of(new Statement.Choice(purpose, recipient, verb)),
                    new Statement.Proof("2026-01", "banner-7", "fr", "save", "https://www.example.org/"));
            subject = new SubjectRules(POLICY)
                    .apply(subject, kind, new SubjectEvent.Stated(statement), time, true)
                    .subject();
            time = time.plusSeconds(86_400);
        }
        return receipts.of(List.of(export.access(subject, NOW)), "s-1", NOW);
    }

    private static List<String> flaws(ObjectNode receipt) {
        ValidationReport report =
                ShaclValidator.get().validate(SHAPES, read(receipt).getGraph());
        return report.getEntries().stream()
                .map(entry -> entry.resultPath() + " " + entry.message())
                .toList();
    }

    private static Model read(ObjectNode receipt) {
        Model model = ModelFactory.createDefaultModel();
        RDFParser.create()
                .source(new StringReader(receipt.toString()))
                .lang(Lang.JSONLD11)
                .base("urn:relative:")
                .parse(model);
        return model;
    }

    private static org.apache.jena.graph.Graph turtle(String name) {
        Model model = ModelFactory.createDefaultModel();
        try (InputStream file = Objects.requireNonNull(ConsentReceiptTest.class.getResourceAsStream("/dpv/" + name))) {
            RDFParser.source(file).lang(Lang.TURTLE).parse(model);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return model.getGraph();
    }

    private static String text(RDFNode node) {
        return node.isLiteral() ? node.asLiteral().getLexicalForm() : String.valueOf(node);
    }

    /** All names and values of a document, as they would be in full. */
    private static Set<String> said(JsonNode json) {
        Set<String> said = new TreeSet<>();
        json.properties().forEach(member -> {
            if (member.getKey().equals("@context")) {
                return;
            }
            if (!member.getKey().startsWith("@")) {
                said.add(full(member.getKey()));
            }
            if (member.getValue().isTextual()) {
                said.add(full(member.getValue().asText()));
            }
            said.addAll(said(member.getValue()));
        });
        if (json.isArray()) {
            json.forEach(one -> {
                if (one.isTextual()) {
                    said.add(full(one.asText()));
                }
                said.addAll(said(one));
            });
        }
        // A type of a value goes into the value, and stands nowhere on its own.
        said.removeIf(one -> one.startsWith("http://www.w3.org/2001/XMLSchema#"));
        return said;
    }

    private static String full(String word) {
        int colon = word.indexOf(':');
        String prefix = colon < 0 ? "" : word.substring(0, colon);
        JsonNode space = DpvMapping.context().path(prefix);
        return space.isTextual() ? space.asText() + word.substring(colon + 1) : word;
    }

    private static void words(JsonNode json, Set<String> words) {
        List<String> all = new ArrayList<>();
        json.properties().forEach(member -> {
            if (!member.getKey().equals("@context")) {
                all.add(member.getKey());
                words(member.getValue(), words);
            }
        });
        if (json.isArray()) {
            json.forEach(one -> words(one, words));
        }
        if (json.isTextual()) {
            all.add(json.asText());
        }
        all.stream()
                .filter(one -> one.matches("(dpv|pd|loc|eu-gdpr|dpv-27560):\\S+"))
                .forEach(words::add);
    }

    private static void takeOut(JsonNode json, String field) {
        if (json instanceof ObjectNode object) {
            object.remove(field);
        }
        json.properties().stream()
                .filter(member -> !member.getKey().equals("@context"))
                .forEach(member -> takeOut(member.getValue(), field));
        if (json.isArray()) {
            json.forEach(one -> takeOut(one, field));
        }
    }

    private static Set<String> keys(String table) {
        Set<String> keys = new TreeSet<>();
        DpvMapping.table().path(table).fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static Set<String> ids(Stream<String> ids) {
        return new TreeSet<>(ids.toList());
    }

    private static Set<String> terms() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(ConsentReceiptTest.class.getResourceAsStream("/dpv/terms-2.2.txt"))) {
            return new TreeSet<>(new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        }
    }
}
