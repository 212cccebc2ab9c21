package io.lethe.retention.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lethe.retention.diff.PolicyTally.Change;
import io.lethe.retention.diff.PolicyTally.Row;
import io.lethe.retention.diff.PolicyTally.What;
import io.lethe.retention.subject.Prospect;
import io.lethe.retention.subject.Prospect.End;
import io.lethe.retention.subject.SubjectKind;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What two policies mean for how many (R5). */
class PolicyTallyTest {

    private static final Instant NOW = Instant.parse("2026-03-10T00:00:00Z");
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final Row LAPSES = new Row(What.LAPSE, SubjectKind.CONTACT, null);

    private final PolicyTally tally = new PolicyTally(PARIS);

    @Test
    void R5_each_subject_is_sooner_or_later_new_or_never_or_the_same() {
        lapses("2031-03-01T00:00:00Z", "2028-03-01T00:00:00Z");
        lapses("2031-03-01T00:00:00Z", "2031-02-28T23:59:59Z");
        lapses("2031-03-01T00:00:00Z", "2033-03-01T00:00:00Z");
        lapses(null, "2028-03-01T00:00:00Z");
        lapses("2031-03-01T00:00:00Z", null);
        lapses("2031-03-01T00:00:00Z", "2031-03-01T00:00:00Z");
        lapses(null, null);

        assertThat(tally.row(LAPSES).of(Change.SOONER)).isEqualTo(2);
        for (Change once : new Change[] {Change.LATER, Change.NEW, Change.NEVER, Change.SAME}) {
            assertThat(tally.row(LAPSES).of(once)).as("%s", once).isEqualTo(1);
        }
    }

    @Test
    void R5_months_are_the_policys_and_what_was_told_before_is_in_none() {
        lapses("2031-03-31T22:30:00Z", "2028-01-31T23:30:00Z");
        lapses("2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z");

        assertThat(TallyJson.write(tally).at("/lapses/0/months"))
                .hasToString("[{\"month\":\"2028-02\",\"before\":0,\"after\":1},"
                        + "{\"month\":\"2031-04\",\"before\":1,\"after\":0}]");
    }

    @Test
    void R5_a_consent_that_ends_by_a_change_instead_of_its_window_moves_from_one_to_the_other() {
        tally.count(
                SubjectKind.VISITOR,
                new Prospect(null, null, Map.of("video", new End(Instant.parse("2026-09-01T00:00:00Z"), false))),
                new Prospect(null, null, Map.of("video", new End(Instant.parse("2026-06-01T00:00:00Z"), true))),
                NOW);

        assertThat(tally.row(new Row(What.EXPIRY, SubjectKind.VISITOR, "video")).of(Change.NEVER))
                .isEqualTo(1);
        assertThat(tally.row(new Row(What.INVALIDATION, SubjectKind.VISITOR, "video"))
                        .of(Change.NEW))
                .isEqualTo(1);
    }

    @Test
    void what_two_instances_have_counted_adds_up() {
        lapses("2031-03-01T00:00:00Z", "2028-03-01T00:00:00Z");
        tally.count(
                SubjectKind.VISITOR,
                new Prospect(null, null, Map.of("video", new End(Instant.parse("2026-09-01T00:00:00Z"), false))),
                new Prospect(null, null, Map.of()),
                NOW);
        JsonNode once = TallyJson.write(tally);

        PolicyTally both = new PolicyTally(PARIS);
        TallyJson.addTo(both, once);
        assertThat(TallyJson.write(both)).isEqualTo(once);
        TallyJson.addTo(both, once);
        assertThat(both.row(LAPSES).of(Change.SOONER)).isEqualTo(2);
    }

    private void lapses(@Nullable String before, @Nullable String after) {
        tally.count(SubjectKind.CONTACT, lapsing(before), lapsing(after), NOW);
    }

    private static Prospect lapsing(@Nullable String at) {
        return new Prospect(at == null ? null : Instant.parse(at), null, Map.of());
    }
}
