package io.lethe.erasure.store;

import static io.lethe.erasure.ledger.Samples.NOW;
import static io.lethe.erasure.ledger.Samples.anOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lethe.certificate.ChainHead;
import io.lethe.erasure.ledger.AckOutcome;
import io.lethe.erasure.ledger.Act;
import io.lethe.erasure.ledger.Answer;
import io.lethe.erasure.ledger.Command;
import io.lethe.erasure.ledger.CommandState;
import io.lethe.erasure.ledger.Entry;
import io.lethe.erasure.ledger.KnownIdentity;
import io.lethe.erasure.ledger.Order;
import io.lethe.erasure.ledger.OrderState;
import io.lethe.erasure.stored.StoredAck;
import io.lethe.policy.IdentifierKind;
import io.lethe.streams.stores.StoredForm;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoredFormsTest {

    private static final Instant DUE = NOW.plusSeconds(86_400);

    private static final KnownIdentity IDENTITY = new KnownIdentity(
            new KnownIdentity.Held("e", IdentifierKind.EMAIL, ByteBuffer.wrap(new byte[] {1, 2}), NOW, DUE), NOW);

    static List<Entry> entries() {
        Command answered = Command.issued("hubspot", NOW, DUE)
                .answered(CommandState.RETRYING, new Answer(AckOutcome.FAILED, "try later", NOW), NOW, DUE);
        return List.of(
                new Entry.Waiting(anOrder().build(), DUE, false),
                new Entry.Waiting(anOrder().ofAContact().build(), DUE, true),
                new Entry.Deferred(anOrder().build(), DUE, List.of()),
                new Entry.Deferred(
                        anOrder().build(), DUE, List.of(act(anOrder().build().orderId(), "linkedin"))),
                new Entry.Expected("order", "subject", List.of(act("order", null), act("order", "hubspot")), DUE),
                new Entry.Running(
                        anOrder().build(), DUE, List.of(decided(answered, "dpo"), decided(answered, null), answered)),
                new Entry.Running(
                        anOrder().onRequest("request-1").about().build(),
                        DUE,
                        List.of(answered, Command.issued("linkedin", NOW, DUE).escalated("no-answer", DUE))),
                new Entry.Finished(
                        anOrder().build().orderId(),
                        anOrder().build().subjectId(),
                        NOW,
                        DUE,
                        OrderState.COMPLETED,
                        List.of("hubspot"),
                        DUE,
                        new Entry.Running(anOrder().build(), DUE, List.of(answered)),
                        null),
                new Entry.Finished(
                        "order",
                        "subject",
                        NOW,
                        DUE,
                        OrderState.COMPLETED_WITH_EXCEPTIONS,
                        List.of("hubspot", "linkedin"),
                        DUE,
                        null,
                        NOW));
    }

    private static Command decided(Command command, @Nullable String by) {
        return new Command(
                command.system(),
                command.state(),
                command.attempts(),
                null,
                command.issuedAt(),
                command.changedAt(),
                command.answer(),
                command.nextAt(),
                new Command.Decided("event", by));
    }

    private static Act act(String orderId, @Nullable String system) {
        return act(orderId, system, "dpo");
    }

    private static Act act(String orderId, @Nullable String system, @Nullable String by) {
        return new Act("event", orderId, system, Act.Verdict.CLOSE, "by telephone", by, NOW, new Act.Origin(3, 4711));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void an_entry_comes_back_as_it_went(Entry entry) {
        assertThat(thereAndBack(EntryForm.serde(), entry)).isEqualTo(entry);
    }

    static List<Remembered> remembered() {
        return List.of(
                new Remembered(IDENTITY, List.of("first0000001", "second000001")),
                new Remembered(IDENTITY, List.of()),
                new Remembered(KnownIdentity.NONE, List.of("first0000001")),
                new Remembered(new KnownIdentity(null, NOW), null));
    }

    @ParameterizedTest
    @MethodSource("remembered")
    void what_is_remembered_of_a_subject_comes_back_as_it_went(Remembered subject) {
        assertThat(thereAndBack(IdentityForm.serde(), subject)).isEqualTo(subject);
    }

    @Test
    void the_bytes_of_each_version_of_an_identity_are_pinned_and_the_first_knows_no_orders() {
        Remembered subject = new Remembered(IDENTITY, List.of("first0000001"));

        assertThat(HexFormat.of().formatHex(IdentityForm.FORM.write(IdentityForm.toStored(subject))))
                .isEqualTo("02" + IDENTITY_V1.substring(2) + "02021866697273743030303030303100");
        assertThat(IdentityForm.fromStored(IdentityForm.FORM.read(HexFormat.of().parseHex(IDENTITY_V1))))
                .isEqualTo(new Remembered(IDENTITY, null));
    }

    @Test
    void the_bytes_of_each_version_are_pinned_because_stores_are_full_of_them() {
        Entry finished =
                new Entry.Finished("order", "subject", NOW, DUE, OrderState.COMPLETED, List.of("hubspot"), DUE);
        String bytes = HexFormat.of().formatHex(EntryForm.FORM.write(EntryForm.toStored(finished)));

        assertThat(bytes).isEqualTo("06" + FINISHED_V4.substring(2));
        String v5 = "05" + FINISHED_V4.substring(2);
        for (String older : List.of(FINISHED_V1, FINISHED_V2, FINISHED_V3, FINISHED_V4, v5)) {
            assertThat(EntryForm.fromStored(EntryForm.FORM.read(HexFormat.of().parseHex(older))))
                    .isEqualTo(finished);
        }
    }

    @Test
    void E4_an_order_of_version_4_knows_no_version_of_the_policy() {
        Order order = anOrder().build();
        Order before = new Order(
                order.orderId(),
                order.subjectId(),
                order.subjectKind(),
                order.cause(),
                order.requestId(),
                order.dataCategories(),
                order.orderedAt(),
                order.recordedAt(),
                "");
        Entry waiting = new Entry.Waiting(before, DUE, true);
        byte[] written = EntryForm.FORM.write(EntryForm.toStored(waiting));
        // The empty version is one byte before the two that say that there is neither an end nor a decision.
        byte[] older = Arrays.copyOf(written, written.length - 1);
        older[0] = 4;

        assertThat(EntryForm.fromStored(EntryForm.FORM.read(older))).isEqualTo(waiting);
    }

    @Test
    void E3_decisions_of_version_5_name_no_operator() {
        Command decided = decided(Command.issued("hubspot", NOW, DUE), null);
        Entry running = new Entry.Running(anOrder().build(), DUE, List.of(decided));
        Entry expected = new Entry.Expected("order", "subject", List.of(act("order", "hubspot", null)), DUE);

        // Behind the byte that says there is no name: the end of the commands, a version of the policy, no end, nothing
        // early.
        assertThat(EntryForm.fromStored(EntryForm.FORM.read(ofVersion5(running, 1 + 8 + 1 + 1))))
                .isEqualTo(running);
        // Behind it: the end of the decisions.
        assertThat(EntryForm.fromStored(EntryForm.FORM.read(ofVersion5(expected, 1))))
                .isEqualTo(expected);
    }

    /** Without the one byte that version 5 did not have. */
    private static byte[] ofVersion5(Entry entry, int behind) {
        byte[] written = EntryForm.FORM.write(EntryForm.toStored(entry));
        int at = written.length - behind - 1;
        byte[] older = Arrays.copyOf(written, written.length - 1);
        System.arraycopy(written, at + 1, older, at, behind);
        older[0] = 5;
        return older;
    }

    @Test
    void the_bytes_of_a_chain_head_are_pinned_and_come_back_as_they_went() {
        ChainHead head = new ChainHead("3", 4711, "0a1b");
        String bytes = HexFormat.of().formatHex(ChainHeadForm.FORM.write(ChainHeadForm.toStored(head)));

        assertThat(bytes).isEqualTo("01ce490830613162");
        assertThat(ChainHeadForm.fromStored(
                        "3", ChainHeadForm.FORM.read(HexFormat.of().parseHex(bytes))))
                .isEqualTo(head);
    }

    @Test
    void what_an_older_version_wrote_is_read_with_its_own_schema() throws Exception {
        Schema older = SchemaBuilder.record("StoredAck")
                .namespace("io.lethe.erasure.stored")
                .fields()
                .requiredString("commandId")
                .requiredString("outcome")
                .name("at")
                .type(LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)))
                .noDefault()
                .requiredInt("partition")
                .requiredLong("offset")
                .endRecord();
        GenericData.Record written = new GenericData.Record(older);
        written.put("commandId", "c");
        written.put("outcome", "FAILED");
        written.put("at", NOW.toEpochMilli());
        written.put("partition", 1);
        written.put("offset", 2L);
        var bytes = new ByteArrayOutputStream();
        bytes.write(1);
        var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new GenericDatumWriter<>(older).write(written, encoder);
        encoder.flush();

        StoredAck read = new StoredForm<>(StoredAck.class, List.of(older)).read(bytes.toByteArray());

        assertThat(read.getOffset()).isEqualTo(2);
        assertThat(read.getReason()).isNull();
        assertThat(read.getAt()).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void what_a_newer_version_wrote_stops_the_service() {
        assertThatThrownBy(() -> EntryForm.FORM.read(new byte[] {9, 1, 2}))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("version 9; this build knows 1 to 6");
    }

    private static final String IDENTITY_V1 = "010202650a454d41494c04010280dae3c3ac7080ca9696ad700280dae3c3ac70";

    private static final String FINISHED_V4 =
            "041046494e49534845440a6f726465720e7375626a65637480dae3c3ac70000280ca9696ad7012434f4d504c45544544020e68756273706f740080ca9696ad700000";

    private static final String FINISHED_V3 =
            "031046494e49534845440a6f726465720e7375626a65637480dae3c3ac70000280ca9696ad70020e68756273706f740080ca9696ad7000";

    private static final String FINISHED_V2 =
            "021046494e49534845440a6f726465720e7375626a65637480dae3c3ac70000280ca9696ad70020e68756273706f740080ca9696ad70";

    private static final String FINISHED_V1 =
            "011046494e49534845440a6f726465720e7375626a65637480dae3c3ac70000280ca9696ad70020e68756273706f740080ca9696ad70";

    private static <T> T thereAndBack(Serde<T> serde, T value) {
        return serde.deserializer().deserialize("any", serde.serializer().serialize("any", value));
    }
}
