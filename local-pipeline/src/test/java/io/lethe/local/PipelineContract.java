package io.lethe.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.local.client.RecipientSystems;
import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.Json;
import io.lethe.local.folder.RunningPipeline;
import io.lethe.schemas.ConsentChange;
import io.lethe.schemas.ConsentStatus;
import io.lethe.schemas.DeadLetter;
import io.lethe.schemas.DeadLetterReason;
import io.lethe.schemas.DeletionCommand;
import io.lethe.schemas.DeletionOutcome;
import io.lethe.schemas.ErasureCertificate;
import io.lethe.schemas.ErasureOrder;
import io.lethe.schemas.RequestState;
import io.lethe.schemas.RightsStatus;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** What a whole pipeline does, whatever broker it runs on. */
interface PipelineContract {

    String DORAS_REQUEST = "0b1f3c77-54ad-4d0a-9c3e-8e7c6a5b2d14";
    String GERDAS_REQUEST = "0b1f3c77-54ad-4d0a-9c3e-8e7c6a5b2d16";
    String FIONAS_REQUEST = "0b1f3c77-54ad-4d0a-9c3e-8e7c6a5b2d15";
    String BEAS_REQUEST = "5d8f7a52-6b7c-4a53-9d3a-2f6f0a1c7e11";

    /** The pipeline under test; the same for all methods, which use subjects of their own. */
    Trial trial();

    @Test
    default void S1_an_accepted_statement_shows_in_the_answer_to_a_query() {
        String visitor = trial().publish(
                        "consent-statements",
                        Events.grant("v-query", "audience-measurement").toString());

        Trial.await().untilAsserted(() -> {
            JsonNode consent = trial().subject(visitor).path("consents").path(0);
            assertThat(consent.path("purpose").asText()).isEqualTo("audience-measurement");
            assertThat(consent.path("status").asText()).isEqualTo("given");
        });
        Trial.await().until(() -> counted("audience-measurement", "given") > 0);
        Trial.await().until(() -> due("consent-expiry") > 0);
    }

    /** How much of a kind falls due within two years; nothing while not everybody is counted. */
    private long due(String kind) throws IOException {
        JsonNode counts =
                trial().client().query("/v1/deadline-counts?months=24").successful("retention-stream");
        return StreamSupport.stream(counts.path("months").spliterator(), false)
                .filter(_ -> counts.path("complete").asBoolean())
                .flatMap(month -> StreamSupport.stream(month.path("counts").spliterator(), false))
                .filter(one -> one.path("kind").asText().equals(kind))
                .mapToLong(one -> one.path("count").asLong())
                .sum();
    }

    /** How many have a status now; none while not everybody is counted. */
    private long counted(String purpose, String status) throws IOException {
        JsonNode counts = trial().client().query("/v1/consent-counts?months=1").successful("retention-stream");
        return StreamSupport.stream(counts.at("/months/0/counts").spliterator(), false)
                .filter(_ -> counts.path("complete").asBoolean())
                .filter(one -> one.path("purpose").asText().equals(purpose)
                        && one.path("status").asText().equals(status))
                .mapToLong(one -> one.path("count").asLong())
                .sum();
    }

    @Test
    default void C5_a_choice_expires_after_six_months_without_any_traffic_and_is_told_once() {
        String visitor = trial().publish(
                        "consent-statements", Events.grant("v-expiry", "video").toString());
        Trial.await().until(() -> trial().subject(visitor).path("consents").size() == 1);

        // The first of the trial's two clock moves, in whatever order the methods run.
        Instant later = Trial.BEGINNING.plus(Duration.ofDays(200));
        if (trial().clock().instant().isBefore(later)) {
            trial().setClock(later);
        }

        Trial.await().until(() -> !expiries(visitor).isEmpty());
        trial().settle();
        assertThat(expiries(visitor)).hasSize(1);
        assertThat(trial().subject(visitor)
                        .path("consents")
                        .path(0)
                        .path("status")
                        .asText())
                .isEqualTo("expired");
    }

    private List<ConsentChange> expiries(String visitor) {
        return trial().journal().of(Topics.CONSENT_CHANGES).stream()
                .filter(change -> change.getSubjectId().equals(visitor))
                .filter(change -> change.getTo() == ConsentStatus.EXPIRED)
                .toList();
    }

    @Test
    default void
            E1_E4_an_erasure_asked_for_yields_one_command_for_each_owed_system_and_a_certificate_when_all_have_answered()
                    throws Exception {
        ObjectNode form = Events.interaction("ada@example.org");
        ((ObjectNode) form.path("subject")).put("visitorId", "v-ada");
        String ada = trial().publish("interactions", form.toString());
        Trial.await().until(() -> trial().subject(ada).path("links").size() == 1);
        String browser = trial().subject(ada).path("links").path(0).asText();

        try (RecipientSystems recipients = new RecipientSystems(
                trial().client(),
                trial().systemsWithClients(),
                trial().clock(),
                _ -> Optional.of(DeletionOutcome.COMPLETED))) {
            trial().publish(
                            "rights-requests",
                            Events.erasureRequest("ada@example.org").toString());

            Trial.await().untilAsserted(() -> assertThat(certified()).contains(ada, browser));
            trial().settle();
            assertThat(recipients.failure()).isNotCompleted();
        }
        assertThat(certified()).containsOnlyOnce(ada, browser);
        assertThat(commands(ada)).extracting(DeletionCommand::getSystem).containsExactly("hubspot");
        assertThat(commands(browser))
                .extracting(DeletionCommand::getSystem)
                .containsExactlyInAnyOrderElementsOf(trial().systems());
        assertThat(commands(ada)).allMatch(command -> command.getAttempt() == 1);
        Trial.await()
                .untilAsserted(() ->
                        assertThat(trial().subject(ada).path("status").asText()).isEqualTo("erased"));
        an_auditor_verifies_what_was_exported_and_finds_what_was_tampered_with();
    }

    @Test
    default void
            E6_E1_what_is_late_or_comes_twice_after_an_erasure_changes_nothing_and_what_is_newer_begins_a_new_life()
                    throws IOException {
        Instant before = trial().clock().instant().minus(Duration.ofHours(1));
        ObjectNode form = Events.interaction("grace@example.org").put("occurredAt", before.toString());
        ObjectNode request = Events.erasureRequest("grace@example.org")
                .put("eventId", "5f0c5d1e-5c6b-4b5e-9b7e-2a1d0c9b8a77")
                .put("occurredAt", before.plusSeconds(60).toString());
        String grace = trial().publish("interactions", form.toString());
        try (RecipientSystems recipients = new RecipientSystems(
                trial().client(),
                trial().systemsWithClients(),
                trial().clock(),
                _ -> Optional.of(DeletionOutcome.COMPLETED))) {
            trial().publish("rights-requests", request.toString());
            Trial.await().untilAsserted(() -> assertThat(certified()).contains(grace));

            trial().publish("interactions", form.toString());
            trial().publish("rights-requests", request.toString());
            trial().settle();

            assertThat(trial().subject(grace).path("status").asText()).isEqualTo("erased");
            assertThat(certified()).containsOnlyOnce(grace);
            assertThat(commands(grace)).hasSize(1);
            trial().publish(
                            "interactions",
                            form.put("occurredAt", before.plusSeconds(120).toString())
                                    .toString());
            Trial.await()
                    .untilAsserted(() -> assertThat(
                                    trial().subject(grace).path("status").asText())
                            .isEqualTo("active"));
            trial().settle();
            assertThat(certified()).containsOnlyOnce(grace);
            assertThat(recipients.failure()).isNotCompleted();
        }
    }

    @Test
    default void
            G7_E7_an_address_that_is_put_right_keeps_consent_and_due_date_and_the_persons_erasure_names_both_addresses()
                    throws IOException {
        ObjectNode grant = Events.grant("unused", "newsletters");
        grant.putObject("subject").put("email", "gerda@example.org");
        ObjectNode access = Events.erasureRequest("gerda@example.org")
                .put("eventId", GERDAS_REQUEST)
                .put("right", "access");
        String wrong = trial().publish("consent-statements", grant.toString());
        trial().publish("interactions", Events.interaction("gerda@example.org").toString());
        trial().publish("rights-requests", access.toString());
        Trial.await().until(() -> requestOf(wrong).path("status").asText().equals("open"));
        JsonNode before = trial().subject(wrong);

        assertThat(decide("correct", "--email", "gerda@example.org", "--to-email", "gerda@example.net"))
                .isZero();

        Trial.await()
                .untilAsserted(
                        () -> assertThat(trial().subject(wrong).path("status").asText())
                                .isEqualTo("moved"));
        String right = trial().subject(wrong).at("/movedTo/0/subjectId").asText();
        Trial.await().until(() -> requestOf(right).path("status").asText().equals("open"));
        JsonNode after = trial().subject(right);
        for (String what : List.of("consents", "retention", "rights", "next")) {
            assertThat(after.path(what)).as(what).isEqualTo(before.path(what));
        }
        assertThat(trial().subject(wrong).path("next")).isEmpty();
        try (RecipientSystems recipients = new RecipientSystems(
                trial().client(),
                trial().systemsWithClients(),
                trial().clock(),
                _ -> Optional.of(DeletionOutcome.COMPLETED))) {
            assertThat(decide("withdraw", GERDAS_REQUEST, "--id", right)).isZero();
            trial().publish(
                            "rights-requests",
                            Events.erasureRequest("gerda@example.net").toString());
            Trial.await().untilAsserted(() -> assertThat(certified()).contains(right, wrong));
            assertThat(recipients.failure()).isNotCompleted();
        }
        assertThat(commands(right)).hasSameSizeAs(commands(wrong)).isNotEmpty();
    }

    private void an_auditor_verifies_what_was_exported_and_finds_what_was_tampered_with() throws IOException {
        Path export = Files.createTempFile("certificates", ".jsonl");
        String folder = trial().data().root().toString();
        // Other tests put rubbish on the topic, which is a finding of its own.
        assertThat(verifyTopic("--export", export.toString()).exit()).isIn(0, 3);
        List<String> lines = Files.readAllLines(export);
        assertThat(lines).hasSizeGreaterThanOrEqualTo(2);
        assertThat(verifyCertificates("--data", folder, "--file", export.toString())
                        .exit())
                .isZero();

        Files.write(
                export,
                lines.stream()
                        .map(line -> line.replace("completed", "not-found"))
                        .toList());

        assertThat(verifyCertificates("--data", folder, "--file", export.toString())
                        .exit())
                .isEqualTo(3);
        Files.delete(export);
    }

    @Test
    default void E4_a_certificate_that_somebody_puts_into_the_topic_in_the_place_of_another_is_named()
            throws Exception {
        String alan = trial().publish(
                        "interactions", Events.interaction("alan@example.org").toString());
        try (RecipientSystems recipients = new RecipientSystems(
                trial().client(),
                trial().systemsWithClients(),
                trial().clock(),
                _ -> Optional.of(DeletionOutcome.COMPLETED))) {
            trial().publish(
                            "rights-requests",
                            Events.erasureRequest("alan@example.org").toString());
            Trial.await().untilAsserted(() -> assertThat(certified()).contains(alan));
            assertThat(recipients.failure()).isNotCompleted();
        }
        ErasureCertificate certificate = trial().journal().of(Topics.ERASURE_CERTIFICATES).stream()
                .filter(one -> one.getSubjectId().equals(alan))
                .findFirst()
                .orElseThrow();
        String place = certificate.getChain() + " " + certificate.getSequence();
        assertThat(verifyTopic().findings()).doesNotContain("inserted " + place);

        try (KafkaProducer<String, ErasureCertificate> forger = new KafkaProducer<>(
                trial().client().kafka(),
                new StringSerializer(),
                AvroSerdes.of(Topics.ERASURE_CERTIFICATES, Map.of("schema.registry.url", trial().registryUrl()))
                        .serializer())) {
            ErasureCertificate forged = ErasureCertificate.newBuilder(certificate)
                    .setCompletedAt(certificate.getCompletedAt().minus(Duration.ofDays(300)))
                    .build();
            forger.send(new ProducerRecord<>(Topics.ERASURE_CERTIFICATES.name(), alan, forged))
                    .get();
        }

        Verified after = verifyTopic();
        assertThat(after.exit()).isEqualTo(3);
        assertThat(after.findings()).contains("inserted " + place).doesNotContain("missing " + place);
    }

    /** What the command ended with, and what it printed, a blank between two words. */
    record Verified(int exit, String findings) {}

    private Verified verifyTopic(String... options) {
        String[] topic = {
            "--data", trial().data().root().toString(),
            "--bootstrap", String.valueOf(trial().client().kafka().get("bootstrap.servers")),
            "--registry", trial().registryUrl()
        };
        return verifyCertificates(
                Stream.concat(Stream.of(topic), Stream.of(options)).toArray(String[]::new));
    }

    private static Verified verifyCertificates(String... options) {
        StringWriter printed = new StringWriter();
        int exit = Lethe.commandLine()
                .setOut(new PrintWriter(printed))
                .execute(Stream.concat(Stream.of("verify-certificates"), Stream.of(options))
                        .toArray(String[]::new));
        return new Verified(exit, printed.toString().replaceAll(" +", " "));
    }

    private List<String> certified() {
        return trial().journal().of(Topics.ERASURE_CERTIFICATES).stream()
                .map(ErasureCertificate::getSubjectId)
                .toList();
    }

    private List<DeletionCommand> commands(String subject) {
        return trial().systems().stream()
                .flatMap(system -> trial().journal().of(Topics.deletionCommands(system)).stream())
                .filter(command -> command.getSubjectId().equals(subject))
                .toList();
    }

    @Test
    default void G3_an_erasure_that_a_hold_parks_and_an_operator_refuses_is_told_once_and_never_ordered()
            throws IOException {
        String bea = trial().publish(
                        "interactions", Events.interaction("bea@example.org").toString());
        trial().publish("holds", Events.hold("bea@example.org", "place").toString());
        Trial.await().until(() -> trial().subject(bea).path("holds").size() == 1);
        ObjectNode request = Events.erasureRequest("bea@example.org").put("eventId", BEAS_REQUEST);
        trial().publish("rights-requests", request.toString());
        Trial.await().until(() -> requestOf(bea).path("status").asText().equals("open"));

        int refused =
                decide("refuse", BEAS_REQUEST, "--email", "bea@example.org", "--reason", "legal-claims", "--by", "dpo");

        assertThat(refused).isZero();
        Trial.await().untilAsserted(() -> {
            assertThat(requestOf(bea).path("status").asText()).isEqualTo("refused");
            assertThat(requestOf(bea).path("reason").asText()).isEqualTo("legal-claims");
        });
        assertThat(decide("refuse", BEAS_REQUEST, "--email", "bea@example.org", "--reason", "no-match", "--by", "dpo"))
                .as("a second refusal")
                .isEqualTo(1);
        trial().publish("holds", Events.hold("bea@example.org", "release").toString());
        Trial.await().until(() -> trial().subject(bea).path("holds").isEmpty());
        trial().settle();
        assertThat(trial().journal().of(Topics.RIGHTS_STATUS).stream()
                        .filter(status -> status.getSubjectId().equals(bea))
                        .map(status -> status.getStatus() + " " + status.getReason()))
                .containsExactly("OPEN null", "REFUSED legal-claims");
        assertThat(trial().journal().of(Topics.ERASURE_ORDERS))
                .extracting(ErasureOrder::getSubjectId)
                .doesNotContain(bea);
    }

    @Test
    default void G2_a_letter_that_lay_for_forty_days_is_told_to_be_at_risk_and_overdue_once_each() {
        ObjectNode letter = Events.erasureRequest("cleo@example.org")
                .put("right", "access")
                .put("channel", "letter")
                .put(
                        "occurredAt",
                        trial().clock().instant().minus(Duration.ofDays(40)).toString());

        String cleo = trial().publish("rights-requests", letter.toString());

        Trial.await().until(() -> late(cleo).size() >= 2);
        trial().settle();
        assertThat(late(cleo)).containsExactly("ACCESS AT_RISK", "ACCESS OVERDUE");
    }

    @Test
    default void
            G1_G6_a_request_is_begun_asks_each_system_and_is_answered_and_the_answer_is_told_once_with_where_it_went()
                    throws IOException {
        ObjectNode request = Events.erasureRequest("dora@example.org")
                .put("eventId", DORAS_REQUEST)
                .put("right", "access");
        String dora = trial().publish("rights-requests", request.toString());
        Trial.await().until(() -> requestOf(dora).path("status").asText().equals("open"));

        assertThat(decide("start", DORAS_REQUEST, "--email", "dora@example.org"))
                .isZero();
        Trial.await().until(() -> requestOf(dora).path("status").asText().equals("in-progress"));
        assertThat(listed(dora)).containsExactly("in-progress running");
        assertThat(decide("fulfil", DORAS_REQUEST, "--email", "dora@example.org"))
                .as("an answer before the systems have given theirs")
                .isEqualTo(1);
        assertThat(decide(
                        "answer",
                        DORAS_REQUEST,
                        "--email",
                        "dora@example.org",
                        "--system",
                        "hubspot",
                        "--outcome",
                        "completed",
                        "--records",
                        "2",
                        "--reference",
                        "export-7"))
                .isZero();
        Trial.await().until(() -> waitedFor(dora) == trial().systems().size() - 1);
        assertThat(decide("answer", DORAS_REQUEST, "--email", "dora@example.org", "--rest", "--outcome", "not-found"))
                .isZero();
        Trial.await().until(() -> waitedFor(dora) == 0);
        assertThat(decide("fulfil", DORAS_REQUEST, "--email", "dora@example.org", "--reference", "letter-7"))
                .isZero();
        Trial.await().until(() -> requestOf(dora).path("status").asText().equals("fulfilled"));

        assertThat(requestOf(dora).path("reference").asText()).isEqualTo("letter-7");
        assertThat(requestOf(dora).path("allowed")).isEmpty();
        assertThat(listed(dora)).isEmpty();
        assertThat(decide("withdraw", DORAS_REQUEST, "--email", "dora@example.org"))
                .as("a withdrawal of what is answered")
                .isEqualTo(1);
        trial().settle();
        assertThat(trial().journal().of(Topics.RIGHTS_STATUS).stream()
                        .filter(status -> status.getSubjectId().equals(dora))
                        .filter(status -> status.getSystems().stream()
                                .allMatch(system ->
                                        system.getOutcome() == null || status.getStatus() == RequestState.FULFILLED))
                        .map(status -> status.getStatus() + " " + status.getReference()))
                .containsExactly("OPEN null", "IN_PROGRESS null", "FULFILLED letter-7");
    }

    @Test
    default void G4_who_asks_for_access_gets_all_that_is_stored_of_them_and_their_device_as_a_file_and_their_consents()
            throws IOException {
        ObjectNode form = Events.interaction("gwen@example.org");
        ((ObjectNode) form.path("subject")).put("visitorId", "v-gwen");
        String gwen = trial().publish("interactions", form.toString());
        String device = trial().publish(
                        "consent-statements", Events.grant("v-gwen", "video").toString());
        Trial.await()
                .until(() -> trial().subject(gwen).path("links").size() == 1
                        && trial().subject(device).path("consents").size() == 1
                        && trial().subject(device).path("links").size() == 1);

        JsonNode export = exported("access");
        JsonNode consents = exported("access", "--format", "dpv");

        assertThat(export.path("complete").asBoolean()).isTrue();
        assertThat(export.path("parts").findValuesAsText("subjectId")).contains(gwen, device);
        assertThat(export.toString()).contains("contact-form", "banner-7").doesNotContain("gwen@example.org", "v-gwen");
        assertThat(consents.path("dpv:hasRecordOfActivity")).isNotEmpty();
        assertThat(consents.toString()).contains("video").doesNotContain("gwen@example.org", "v-gwen");
    }

    /** Into a new file, as the desk does. */
    private JsonNode exported(String right, String... options) throws IOException {
        Path folder = Files.createTempDirectory("export");
        Path file = folder.resolve("gwen.json");
        String[] command = Stream.concat(
                        Stream.of("--email", "gwen@example.org", "--right", right, "--out", file.toString()),
                        Stream.of(options))
                .toArray(String[]::new);
        assertThat(onRunning("export", command)).isZero();
        JsonNode export = Json.MAPPER.readTree(file.toFile());
        Files.delete(file);
        Files.delete(folder);
        return export;
    }

    private long waitedFor(String subjectId) throws IOException {
        return StreamSupport.stream(requestOf(subjectId).path("systems").spliterator(), false)
                .filter(system -> system.path("open").asBoolean())
                .count();
    }

    @Test
    default void G1_a_letter_that_nobody_has_proven_for_a_hundred_days_has_expired_and_that_is_told_once() {
        ObjectNode letter = Events.erasureRequest("emil@example.org")
                .put("identity", "unverified")
                .put("channel", "letter")
                .put(
                        "occurredAt",
                        trial().clock().instant().minus(Duration.ofDays(100)).toString());

        String emil = trial().publish("rights-requests", letter.toString());

        Trial.await().until(() -> requestOf(emil).path("status").asText().equals("expired"));
        trial().settle();
        assertThat(trial().journal().of(Topics.RIGHTS_STATUS).stream()
                        .filter(status -> status.getSubjectId().equals(emil))
                        .map(RightsStatus::getStatus))
                .containsExactly(RequestState.IDENTITY_TO_BE_PROVEN, RequestState.EXPIRED);
    }

    @Test
    default void G3_a_code_that_was_sent_proves_who_asks_after_a_wrong_one_has_not_and_is_nowhere_on_record()
            throws IOException {
        ObjectNode request = Events.erasureRequest("fiona@example.org")
                .put("eventId", FIONAS_REQUEST)
                .put("right", "access")
                .put("identity", "unverified");
        String fiona = trial().publish("rights-requests", request.toString());
        Trial.await().until(() -> requestOf(fiona).path("status").asText().equals("identity-to-be-proven"));

        assertThat(decide("ask-for-proof", FIONAS_REQUEST, "--email", "fiona@example.org", "--send-code"))
                .isZero();
        Trial.await().until(() -> requestOf(fiona).path("code").isObject());
        String code = codeFor(FIONAS_REQUEST);
        String another = code.equals("00000000") ? "00000001" : "00000000";
        assertThat(decide("prove", FIONAS_REQUEST, "--email", "fiona@example.org", "--code", another))
                .isEqualTo(1);
        assertThat(requestOf(fiona).path("code").path("triesLeft").asInt()).isEqualTo(2);
        assertThat(decide("prove", FIONAS_REQUEST, "--email", "fiona@example.org", "--code", code))
                .isZero();

        assertThat(requestOf(fiona).path("status").asText()).isEqualTo("open");
        trial().settle();
        assertThat(trial().journal().of(Topics.RIGHTS_STATUS).stream()
                        .filter(status -> status.getSubjectId().equals(fiona))
                        .map(status -> status.getStatus() + " " + status.getCode()))
                .containsExactly("IDENTITY_TO_BE_PROVEN null", "IDENTITY_TO_BE_PROVEN WRONG", "OPEN null");
        assertThat(trial().journal().of(Topics.RIGHTS_REQUESTS).toString()).doesNotContain(code);
    }

    /** As somebody reads it who has the mail. */
    private String codeFor(String request) throws IOException {
        try (Stream<Path> letters = Files.list(trial().data().codes())) {
            Path letter = letters.filter(one -> one.getFileName().toString().startsWith(request))
                    .findFirst()
                    .orElseThrow();
            return Json.MAPPER.readTree(letter.toFile()).path("code").asText();
        }
    }

    private List<String> late(String subject) {
        return trial().journal().of(Topics.RIGHTS_DUE).stream()
                .filter(one -> one.getSubjectId().equals(subject))
                .map(one -> one.getRight() + " " + one.getKind())
                .toList();
    }

    private JsonNode requestOf(String subject) throws IOException {
        return trial().subject(subject).path("rights").path(0);
    }

    /** Where the list of open requests has those of a subject. */
    private List<String> listed(String subject) throws IOException {
        JsonNode list = trial().client().query("/v1/rights-requests?limit=1000").successful("retention-stream");
        assertThat(list.path("complete").asBoolean()).isTrue();
        return StreamSupport.stream(list.path("requests").spliterator(), false)
                .filter(one -> one.path("subjectId").asText().equals(subject))
                .map(one ->
                        one.path("status").asText() + " " + one.path("clock").asText())
                .toList();
    }

    /** As a person does, on a folder that says what runs on it. */
    private int decide(String act, String request, String... options) {
        return onRunning(
                "rights",
                Stream.concat(Stream.of(act, request), Stream.of(options)).toArray(String[]::new));
    }

    private int onRunning(String command, String... options) {
        DataFolder data = trial().data();
        FileLock claim = data.claim().orElseThrow();
        try {
            new RunningPipeline(ProcessHandle.current().pid(), trial().ports(), true).store(data);
            return Lethe.commandLine()
                    .setErr(new PrintWriter(Writer.nullWriter()))
                    .execute(Stream.of(
                                    Stream.of(command),
                                    Stream.of(options),
                                    Stream.of("--data", data.root().toString()))
                            .flatMap(one -> one)
                            .toArray(String[]::new));
        } finally {
            DataFolder.release(claim);
        }
    }

    @Test
    default void S3_bad_bytes_on_any_input_topic_become_one_dead_letter_with_the_reason_and_the_stream_goes_on()
            throws Exception {
        List<Topic<?>> inputs = trial().topics().stream()
                .filter(topic -> topic.readers().contains(Party.RETENTION_STREAM)
                        || topic.readers().contains(Party.ERASURE_WORKER))
                .toList();
        String key = trial().publish(
                        "interactions",
                        Events.interaction("before-bad-bytes@example.org").toString());

        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(trial().client().kafka(), new StringSerializer(), new ByteArraySerializer())) {
            for (Topic<?> input : inputs) {
                producer.send(new ProducerRecord<>(input.name(), key, new byte[] {42, 1, 2, 3, 4, 5, 6}))
                        .get();
            }
        }

        trial().settle();
        for (Topic<?> input : inputs) {
            for (Party reader : List.of(Party.RETENTION_STREAM, Party.ERASURE_WORKER)) {
                assertThat(deadLetters(reader, input))
                        .as(reader.label() + " on " + input.name())
                        .hasSize(input.readers().contains(reader) ? 1 : 0);
            }
        }
        assertThat(deadLetters(Party.RETENTION_STREAM, Topics.INTERACTIONS))
                .extracting(DeadLetter::getReason)
                .containsExactly(DeadLetterReason.NOT_FRAMED);
        String next = trial().publish(
                        "interactions",
                        Events.interaction("after-bad-bytes@example.org").toString());
        Trial.await().until(() -> trial().subject(next).path("status").asText().equals("active"));
    }

    private List<DeadLetter> deadLetters(Party service, Topic<?> input) {
        return trial().journal().of(Topics.deadLetters(service)).stream()
                .filter(letter -> letter.getTopic().equals(input.name()))
                .toList();
    }
}
