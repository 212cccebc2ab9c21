package io.lethe.retention.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lethe.policy.Witness;
import io.lethe.retention.subject.BrokenRuleException;
import io.lethe.retention.subject.Erasure;
import io.lethe.retention.subject.HeardErasure;
import io.lethe.retention.subject.SubjectEvent;
import io.lethe.retention.subject.SubjectEvent.Signal;
import io.lethe.retention.subject.SubjectKind;
import io.lethe.schemas.ConsentStatement;
import io.lethe.schemas.Decision;
import io.lethe.schemas.RefusalReason;
import io.lethe.schemas.RightKind;
import io.lethe.schemas.RightsAct;
import io.lethe.schemas.RightsDecision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FromWireTest {

    private static final Instant AT = Harness.time("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @EnumSource(Signal.Type.class)
    void R1_R4_E8_a_signal_is_heard_as_it_was_sent(Signal.Type type) {
        for (Witness by : Witness.values()) {
            for (SubjectKind toKind : SubjectKind.values()) {
                for (Optional<HeardErasure> erasure : erasures(type)) {
                    String holdId = type.name().matches("HOLD_.*|RESTRICTION_.*") ? "case-12" : null;
                    Signal sent = new Signal(
                            Records.VISITOR,
                            toKind,
                            Records.CONTACT,
                            SubjectKind.CONTACT,
                            type,
                            AT,
                            "e-1",
                            holdId,
                            by,
                            erasure.orElse(null),
                            holdId == null ? null : "desk-1");

                    FromWire heard = FromWire.of(Records.VISITOR, ToWire.signal(sent));

                    assertThat(heard)
                            .isEqualTo(new FromWire(Records.VISITOR, toKind, new SubjectEvent.Signalled(sent)));
                }
            }
        }
    }

    private static List<Optional<HeardErasure>> erasures(Signal.Type type) {
        return type == Signal.Type.ERASURE_ORDERED
                ? List.of(
                        Optional.of(
                                new HeardErasure(Records.CONTACT, "o-1", Erasure.Cause.ERASURE_REQUESTED, AT, "r-1")),
                        Optional.of(new HeardErasure(Records.CONTACT, "o-1", Erasure.Cause.RETENTION_LAPSED, AT, null)))
                : List.of(Optional.empty());
    }

    @Test
    void G3_a_refusal_for_a_reason_that_this_build_does_not_know_is_one_all_the_same() {
        RightsDecision refusal = Records.refusal(
                Records.request("2026-01-01T00:00:00Z", RightKind.ERASURE),
                "2026-01-02T00:00:00Z",
                RefusalReason.UNRECOGNISED);

        assertThat(FromWire.of(Records.CONTACT, refusal).event())
                .isInstanceOfSatisfying(
                        SubjectEvent.RightDecided.class,
                        it -> assertThat(it.step().reason())
                                .isEqualTo(io.lethe.retention.subject.RefusalReason.UNRECOGNISED));
    }

    @Test
    void G3_a_decision_that_this_build_does_not_know_or_a_refusal_without_a_reason_breaks_a_rule() {
        RightsDecision refusal = Records.refusal(
                Records.request("2026-01-01T00:00:00Z", RightKind.ERASURE),
                "2026-01-02T00:00:00Z",
                RefusalReason.OTHER);
        RightsDecision extension = RightsDecision.newBuilder(refusal)
                .setAct(RightsAct.UNRECOGNISED)
                .build();
        RightsDecision silent =
                RightsDecision.newBuilder(refusal).setReason(null).build();

        assertThatThrownBy(() -> FromWire.of(Records.CONTACT, extension))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessage("it uses a decision that this build does not know");
        assertThatThrownBy(() -> FromWire.of(Records.CONTACT, silent))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessage("a refusal must have a reason");
    }

    @Test
    void G3_every_reason_on_the_wire_is_one_of_the_rules() {
        assertThat(io.lethe.retention.subject.RefusalReason.values())
                .extracting(Enum::name)
                .containsExactlyElementsOf(
                        Stream.of(RefusalReason.values()).map(Enum::name).toList());
    }

    @Test
    void S3_a_word_that_this_build_does_not_know_breaks_a_rule() {
        ConsentStatement statement =
                Records.statement("2026-01-01T00:00:00Z", Decision.UNRECOGNISED, "audience-measurement");

        assertThatThrownBy(() -> FromWire.of(Records.VISITOR, statement))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessage("it uses a decision that this build does not know");
    }

    @Test
    void S3_a_time_that_no_calendar_counts_on_from_breaks_a_rule() {
        ConsentStatement statement =
                Records.statement("1969-12-31T23:59:59.999Z", Decision.GRANTED, "audience-measurement");

        assertThatThrownBy(() -> FromWire.of(Records.VISITOR, statement))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessage("it bears a time before 1970 or after 9000");
    }
}
