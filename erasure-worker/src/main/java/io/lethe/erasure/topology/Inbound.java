package io.lethe.erasure.topology;

import io.lethe.certificate.Certificate;
import io.lethe.erasure.ledger.Act;
import io.lethe.erasure.ledger.Answer;
import io.lethe.erasure.ledger.CommandId;
import io.lethe.erasure.ledger.KnownIdentity.Held;
import io.lethe.erasure.ledger.Order;
import io.lethe.erasure.ledger.Proof;
import io.lethe.schemas.DeadLetter;
import io.lethe.schemas.topics.Topics;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** What comes to the ledger. */
sealed interface Inbound {

    record OrderGiven(Order order) implements Inbound {}

    /** An order was finished, by this ledger or by one that is lost. */
    record ErasureProven(Proof proof, Certificate certificate) implements Inbound {}

    record IdentitySeen(String subjectId, Held held) implements Inbound {}

    /** A tombstone in the topic of identities; {@code cut} says up to where it erases, where we wrote it. */
    record IdentityErased(String subjectId, @Nullable Instant cut) implements Inbound {}

    /** A recipient system says what has become of a command. */
    record AckGiven(CommandId command, Answer answer, AckPosition position) implements Inbound {}

    /** An operator decides on what is owed. */
    record ActGiven(Act act) implements Inbound {}

    /** Where an acknowledgement itself stands, not its copy on the way here. */
    record AckPosition(int partition, long offset) implements RecordMetadata {
        @Override
        public String topic() {
            return Topics.DELETION_ACKS.name();
        }
    }

    /** A record that could be read but breaks the contract. */
    record Rejected(DeadLetter letter) implements Inbound {}
}
