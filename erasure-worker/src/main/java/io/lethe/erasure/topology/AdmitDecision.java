package io.lethe.erasure.topology;

import io.lethe.erasure.ledger.Act;
import io.lethe.erasure.ledger.CommandId;
import io.lethe.erasure.topology.Inbound.ActGiven;
import io.lethe.schemas.DeadLetterReason;
import io.lethe.schemas.ErasureDecision;
import io.lethe.schemas.ErasureVerdict;
import io.lethe.streams.DeadLetters;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** An operator's decision, as the ledger understands it. */
final class AdmitDecision extends Admission<ErasureDecision> {

    AdmitDecision(DeadLetters deadLetters) {
        super(deadLetters);
    }

    @Override
    Inbound admit(String key, Record<@Nullable String, @Nullable ErasureDecision> record) {
        ErasureDecision value = record.value();
        if (value == null) {
            return rejected(DeadLetterReason.NO_VALUE, "a decision on an erasure has a value");
        }
        if (value.getDecision() == ErasureVerdict.UNRECOGNISED) {
            return rejected(DeadLetterReason.RULE_BROKEN, "the decision is none that this version knows");
        }
        if (!CommandId.subjectOf(value.getOrderId()).equals(Optional.of(key))) {
            return rejected(DeadLetterReason.RULE_BROKEN, "the key is not the subject id that begins the order id");
        }
        return new ActGiven(new Act(
                value.getEventId(),
                value.getOrderId(),
                value.getSystem(),
                Act.Verdict.valueOf(value.getDecision().name()),
                value.getReason(),
                value.getDecidedBy(),
                value.getOccurredAt(),
                new Act.Origin(place().partition(), place().offset())));
    }
}
