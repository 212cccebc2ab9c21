package io.lethe.ingest.cloudevents;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.ingest.event.Bodies;
import io.lethe.ingest.event.Event;
import io.lethe.ingest.event.EventKind;
import io.lethe.ingest.event.EventReaders;
import io.lethe.ingest.event.EventReaders.Invalid;
import io.lethe.ingest.event.EventReaders.Reading;
import io.lethe.ingest.event.EventReaders.TooMany;
import io.lethe.ingest.event.EventReaders.Valid;
import io.lethe.ingest.event.Sources;
import io.lethe.policy.file.PolicyFile;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Events that come as CloudEvents. */
class CloudEventsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String ID = "0b0e9d5e-6c0a-4c39-8e0a-0a7c7a3f5d11";
    private static final String ATTRIBUTES = "{\"specversion\": \"1.0\", \"id\": \"" + ID
            + "\", \"source\": \"shop/checkout\", \"type\": \"io.lethe.interaction.v1\","
            + " \"time\": \"2026-03-01T10:00:00+01:00\", \"datacontenttype\": \"application/json\"";
    private static final String EVENT = ATTRIBUTES + ", \"data\": " + Bodies.interaction() + "}";

    private final EventReaders readers = new EventReaders(PolicyFile.builtIn(), Instant.parse("2018-05-25T00:00:00Z"));

    @ParameterizedTest
    @EnumSource(EventKind.class)
    void every_kind_of_event_may_come_as_a_cloud_event(EventKind kind) {
        String source = kind == EventKind.CONSENT_STATEMENT ? "www" : "crm";
        String event = "{\"specversion\": \"1.0\", \"id\": \"17\", \"source\": \"" + source + "\", \"type\": \""
                + kind.type() + "\", \"time\": \"2026-02-01T10:00:00Z\", \"data\": " + Bodies.valid(kind) + "}";

        Event read = only(structured(kind, event));

        assertThat(read.envelope().occurredAt()).isEqualTo(Instant.parse("2026-02-01T10:00:00Z"));
        assertThat(read.envelope().source()).isEqualTo(source);
        assertThat(only(structured(kind, event)).envelope().eventId())
                .isEqualTo(read.envelope().eventId())
                .hasSize(36);
    }

    @ParameterizedTest
    @EnumSource
    void every_kind_of_event_may_come_in_binary_mode(EventKind kind) {
        String source = kind == EventKind.CONSENT_STATEMENT ? "www" : "crm";
        List<Map.Entry<String, String>> headers = new ArrayList<>(List.of(
                Map.entry("content-type", "application/json"),
                Map.entry("ce-specversion", "1.0"),
                Map.entry("ce-id", ID),
                Map.entry("ce-source", source),
                Map.entry("ce-type", kind.type()),
                Map.entry("ce-time", "2026-02-01T10:00:00Z")));

        Event read = only(binary(kind, Bodies.valid(kind), headers));

        assertThat(read.envelope()).isEqualTo(new Event.Envelope(ID, source, Instant.parse("2026-02-01T10:00:00Z")));
    }

    @Test
    void id_time_and_source_are_the_events() {
        Event.Envelope read = only(structured(EventKind.INTERACTION, EVENT)).envelope();

        assertThat(read).isEqualTo(new Event.Envelope(ID, "shop/checkout", Instant.parse("2026-03-01T09:00:00Z")));
    }

    @Test
    void an_id_that_is_no_uuid_makes_one_with_its_source() {
        Event.Envelope one = only(structured(EventKind.INTERACTION, EVENT.replace(ID, "A-17")))
                .envelope();
        Event.Envelope same = only(structured(EventKind.INTERACTION, EVENT.replace(ID, "A-17")))
                .envelope();
        Event.Envelope other = only(structured(
                        EventKind.INTERACTION, EVENT.replace(ID, "A-17").replace("shop/checkout", "shop")))
                .envelope();

        assertThat(one.eventId()).isEqualTo(same.eventId()).isNotEqualTo(other.eventId());
    }

    @Test
    void data_in_base64_are_read_as_strictly() {
        String data = Base64.getEncoder().encodeToString(Bodies.interaction().getBytes(StandardCharsets.UTF_8));
        String twice =
                Base64.getEncoder().encodeToString("{\"kind\": 1, \"kind\": 2}".getBytes(StandardCharsets.UTF_8));

        assertThat(structured(EventKind.INTERACTION, ATTRIBUTES + ", \"data_base64\": \"" + data + "\"}"))
                .isInstanceOf(Valid.class);
        assertThat(errors(structured(EventKind.INTERACTION, ATTRIBUTES + ", \"data_base64\": \"" + twice + "\"}")))
                .contains("/data_base64/kind is there twice");
    }

    @Test
    void a_batch_is_an_array_of_them_and_its_problems_say_which() {
        String batch = "[" + EVENT + "," + EVENT.replace("contact-form", "visit") + "]";

        assertThat(read(EventKind.INTERACTION, "[" + EVENT + "," + EVENT + "]", true))
                .isInstanceOfSatisfying(
                        Valid.class, valid -> assertThat(valid.events()).hasSize(2));
        assertThat(errors(read(EventKind.INTERACTION, batch, true)))
                .singleElement()
                .asString()
                .startsWith("/1/data/kind must be one of");
        assertThat(errors(read(EventKind.INTERACTION, EVENT, true)))
                .containsExactly(" must be an array of CloudEvents");
        assertThat(errors(read(EventKind.INTERACTION, "[]", true))).containsExactly(" holds no event");
        assertThat(errors(structured(EventKind.INTERACTION, "[" + EVENT + "]")))
                .containsExactly(" must be one CloudEvent; several are application/cloudevents-batch+json");
        assertThat(read(EventKind.INTERACTION, "[" + "{},".repeat(1_000) + "{}]", true))
                .isInstanceOf(TooMany.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        "specversion": "1.0"                 | "specversion": "0.3"                 | /specversion must be 1.0
        "specversion": "1.0"                 | "extension": "1.0"                   | /specversion is missing
        "specversion": "1.0"                 | "specVersion": "1.0", "specversion": "1.0" | /specVersion is not known here
        io.lethe.interaction.v1              | com.example.order                    | /type must be io.lethe.interaction.v1 at this path
        io.lethe.interaction.v1              | io.lethe.hold.v1                     | /type must be io.lethe.interaction.v1 at this path
        "source": "shop/checkout"            | "origin": "shop"                     | /source is missing
        "source": "shop/checkout"            | "source": ""                         | /source must not be empty
        "source": "shop/checkout"            | "source": 1                          | /source must be a text
        "time": "2026-03-01T10:00:00+01:00"  | "time": "yesterday"                  | /time must be a date and time with an offset, such as 2026-03-01T09:30:00+01:00
        "time": "2026-03-01T10:00:00+01:00"  | "time": "2026-03-01T12:05:00.001Z"   | /time must not be more than 5 minutes ahead
        "application/json"                   | "text/xml"                           | /datacontenttype must be application/json
        "kind": "contact-form"               | "kind": "visit"                      | /data/kind must be one of: newsletter-subscription, brochure-download, white-paper-download, contact-form, login, post
        "kind": "contact-form"               | "kind": "contact-form", "source": "www" | /source is not what 'source' of the data says
        "kind": "contact-form"               | "kind": "contact-form", "occurredAt": "2026-03-01T10:00:00Z" | /time is not what 'occurredAt' of the data says
        "kind": "contact-form"               | "kind": "contact-form", "eventId": "3b0e9d5e-6c0a-4c39-8e0a-0a7c7a3f5d11" | /id is not what 'eventId' of the data says
        "data": {                            | "data": 1, "x": {                    | /data must be an object
        "data": {                            | "data_base64": "!", "x": {           | /data_base64 must be base64
        "data": {                            | "data_base64": "MQ==", "data": {     | /data is there twice, here and in data_base64
        "data": {                            | "x": {                               | /data is missing
        "datacontenttype"                    | "data type": 1, "datacontenttype"    | ' has a member that is not known here'
        """)
    void what_does_not_fit_is_told_where_it_was_written(String passage, String other, String problem) {
        assertThat(EVENT).contains(passage);

        assertThat(errors(structured(EventKind.INTERACTION, EVENT.replace(passage, other))))
                .containsExactly(problem);
    }

    @Test
    void an_id_that_is_missing_too_long_or_somebodys_address_is_refused() {
        assertThat(errors(structured(EventKind.INTERACTION, EVENT.replace(ID, ""))))
                .containsExactly("/id must not be empty");
        assertThat(errors(structured(EventKind.INTERACTION, EVENT.replace(ID, "x".repeat(201)))))
                .containsExactly("/id must not be longer than 200 characters");
        assertThat(errors(structured(EventKind.INTERACTION, EVENT.replace(ID, "ada@example.org"))))
                .containsExactly("/id must not hold an e-mail address: it is kept in records that name nobody");
    }

    @Test
    void what_both_say_alike_and_extensions_of_others_are_taken() {
        String event = EVENT.replace(
                        "\"kind\"",
                        "\"eventId\": \"" + ID.toUpperCase(Locale.ROOT)
                                + "\", \"occurredAt\": \"2026-03-01T09:00:00Z\", \"source\": \"shop/checkout\", \"kind\"")
                .replace("\"datacontenttype\"", "\"traceparent\": \"00-1\", \"sampled\": true, \"datacontenttype\"");

        assertThat(only(structured(EventKind.INTERACTION, event)).envelope().eventId())
                .isEqualTo(ID);
    }

    @Test
    void a_source_that_is_not_the_keys_is_told_at_the_attribute() {
        Reading read = readers.read(
                EventKind.INTERACTION,
                problems -> CloudEvents.structured(EventKind.INTERACTION, bytes(EVENT), false, problems),
                NOW,
                new Sources(List.of("www")));

        assertThat(errors(read)).containsExactly("/source is not one that this key is for");
    }

    @Test
    void in_binary_mode_the_attributes_are_headers() {
        Event.Envelope read = only(binary(
                        Bodies.interaction(), "ce-source", "shop%2Fcheckout", "ce-id", "\"" + ID + "\""))
                .envelope();

        assertThat(read).isEqualTo(new Event.Envelope(ID, "shop/checkout", Instant.parse("2026-03-01T09:00:00Z")));
    }

    @Test
    void in_binary_mode_a_pointer_names_the_header() {
        assertThat(errors(binary("[" + Bodies.interaction() + "]")))
                .containsExactly(" must be one object: a CloudEvent in binary mode is one event");
        assertThat(errors(binary(Bodies.interaction(), "ce-type", "order")))
                .containsExactly("/ce-type must be io.lethe.interaction.v1 at this path");
        assertThat(errors(binary(Bodies.interaction(), "ce-time", "now")))
                .singleElement()
                .asString()
                .startsWith("/ce-time must be a date and time");
        assertThat(errors(binary(Bodies.interaction(), "ce-id", "%C3%28")))
                .contains("/ce-id must be printable ASCII, and else percent-encoded UTF-8");
        assertThat(errors(binary(Bodies.interaction(), "ce-id", "100%")))
                .contains("/ce-id must be printable ASCII, and else percent-encoded UTF-8");
        assertThat(errors(binary(Bodies.interaction().replace("contact-form", "visit"))))
                .singleElement()
                .asString()
                .startsWith("/kind must be one of");
    }

    @Test
    void a_header_that_is_there_twice_or_missing_is_told() {
        List<Map.Entry<String, String>> headers = headers();
        headers.add(Map.entry("ce-id", "17"));
        headers.removeIf(header -> header.getKey().equals("ce-specversion"));

        assertThat(errors(binary(Bodies.interaction(), headers)))
                .containsExactlyInAnyOrder("/ce-id is there twice", "/ce-specversion is missing");
    }

    private Reading structured(EventKind kind, String body) {
        return read(kind, body, false);
    }

    private Reading read(EventKind kind, String body, boolean batch) {
        return readers.read(
                kind, problems -> CloudEvents.structured(kind, bytes(body), batch, problems), NOW, Sources.ANY);
    }

    private Reading binary(String body, String... others) {
        List<Map.Entry<String, String>> headers = headers();
        for (int i = 0; i < others.length; i += 2) {
            String name = others[i];
            headers.removeIf(header -> header.getKey().equals(name));
            headers.add(Map.entry(name, others[i + 1]));
        }
        return binary(body, headers);
    }

    private Reading binary(String body, List<Map.Entry<String, String>> headers) {
        return binary(EventKind.INTERACTION, body, headers);
    }

    private Reading binary(EventKind kind, String body, List<Map.Entry<String, String>> headers) {
        assertThat(CloudEvents.isBinary(name ->
                        headers.stream().anyMatch(header -> header.getKey().equals(name))))
                .isTrue();
        return readers.read(
                kind, problems -> CloudEvents.binary(kind, bytes(body), headers, problems), NOW, Sources.ANY);
    }

    private static List<Map.Entry<String, String>> headers() {
        return new ArrayList<>(List.of(
                Map.entry("content-type", "application/json"),
                Map.entry("ce-specversion", "1.0"),
                Map.entry("ce-id", ID),
                Map.entry("ce-source", "shop/checkout"),
                Map.entry("ce-type", "io.lethe.interaction.v1"),
                Map.entry("ce-time", "2026-03-01T10:00:00+01:00"),
                Map.entry("ce-traceparent", "00-1")));
    }

    private static Event only(Reading reading) {
        assertThat(reading).isInstanceOf(Valid.class);
        return ((Valid) reading).events().getFirst();
    }

    private static List<String> errors(Reading reading) {
        assertThat(reading).isInstanceOf(Invalid.class);
        return ((Invalid) reading)
                .problems().errors().stream()
                        .map(error -> error.pointer() + " " + error.detail())
                        .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
