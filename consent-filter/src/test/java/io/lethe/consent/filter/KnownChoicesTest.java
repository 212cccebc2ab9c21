package io.lethe.consent.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.consent.Statement;
import io.lethe.consent.filter.stored.StoredChoices;
import io.lethe.policy.Verb;
import io.lethe.streams.stores.StoredForm;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.SchemaNormalization;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class KnownChoicesTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** What version 1 wrote. */
    private static final String VERSION_1 =
            "010280a0d5edee660206657631809088c0ef66809088c0ef660e323032362d303102166e6577736c"
                    + "657474657273020e68756273706f740e6772616e7465640002166e6577736c657474657273060000";

    /** What version 2 writes. */
    private static final String VERSION_2 =
            "020280a0d5edee66010206657631809088c0ef66809088c0ef660e323032362d303102166e6577736c"
                    + "657474657273020e68756273706f740e6772616e7465640002166e6577736c657474657273060000";

    private static final KnownChoices KNOWN = new KnownChoices(
            List.of(new Statement(
                    "ev1",
                    START.plus(Duration.ofDays(1)),
                    START.plus(Duration.ofDays(1)),
                    "",
                    List.of(new Statement.Choice("newsletters", "hubspot", Verb.GRANTED)),
                    ChoicesForm.proof("2026-01"),
                    Map.of("newsletters", 3))),
            START,
            false);

    @Test
    void C2_a_copy_that_was_received_earlier_moves_what_was_stamped_ahead() {
        Statement ahead = said(1, 9, Verb.GRANTED);
        Statement copy = new Statement(ahead.eventId(), ahead.stampedAt(), START, "", ahead.choices(), ahead.proof());

        KnownChoices known = KnownChoices.NONE.with(ahead, FilterHarness.POLICY).with(copy, FilterHarness.POLICY);

        assertThat(known.statements())
                .singleElement()
                .satisfies(one -> assertThat(one.at()).isEqualTo(START));
    }

    @Test
    void R7_where_there_are_too_many_a_grant_is_left_out_and_a_withdrawal_is_taken() {
        List<Statement> many = IntStream.range(0, KnownChoices.MANY)
                .mapToObj(day -> said(day, day, day % 2 == 0 ? Verb.WITHDRAWN : Verb.GRANTED))
                .toList();
        KnownChoices full = new KnownChoices(many, null, false);
        Statement withdrawal = said(2001, 2001, Verb.WITHDRAWN);
        Statement grant = said(2002, 2002, Verb.GRANTED);

        KnownChoices after = full.with(withdrawal, FilterHarness.POLICY).with(grant, FilterHarness.POLICY);

        assertThat(after.statements()).contains(withdrawal).doesNotContain(grant);
    }

    @Test
    void E6_an_older_cut_does_not_replace_a_newer_one() {
        KnownChoices known =
                KnownChoices.NONE.forgettingUpTo(START.plusMillis(1)).forgettingUpTo(START);

        assertThat(known.forgottenUpTo()).isEqualTo(START.plusMillis(1));
    }

    @Test
    void the_stored_form_is_that_of_version_2_and_what_version_1_wrote_stays_readable() {
        try (Serde<KnownChoices> serde = ChoicesForm.serde()) {
            byte[] bytes = serde.serializer().serialize("store", KNOWN.restricted(true));

            assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(VERSION_2);
            assertThat(serde.deserializer().deserialize("store", bytes)).isEqualTo(KNOWN.restricted(true));
            assertThat(serde.deserializer().deserialize("store", HexFormat.of().parseHex(VERSION_1)))
                    .isEqualTo(KNOWN);
        }
    }

    @Test
    void the_schema_of_the_present_version_is_kept_for_the_build_that_will_have_another() {
        assertThat(SchemaNormalization.toParsingForm(
                        StoredForm.older("choices", 2).getLast()))
                .isEqualTo(SchemaNormalization.toParsingForm(StoredChoices.getClassSchema()));
    }

    private static Statement said(int id, int day, Verb verb) {
        Instant at = START.plus(Duration.ofDays(day));
        return new Statement(
                "event-" + id,
                at,
                at,
                "",
                List.of(new Statement.Choice("newsletters", null, verb)),
                ChoicesForm.proof("2026-01"));
    }
}
