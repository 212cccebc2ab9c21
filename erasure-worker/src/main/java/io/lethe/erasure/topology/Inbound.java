package io.lethe.erasure.topology;

import io.lethe.erasure.ledger.Act;
import io.lethe.erasure.ledger.Answer;
import io.lethe.erasure.ledger.CommandId;
import io.lethe.erasure.ledger.Entry.Running;
import io.lethe.erasure.ledger.KnownIdentity.Held;
import io.lethe.erasure.ledger.Order;
import io.lethe.erasure.ledger.Proof;
import io.lethe.schemas.DeadLetter;
import io.lethe.schemas.ErasureCertificate;
import io.lethe.schemas.topics.Topics;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** What comes to the ledger. */
sealed interface Inbound {

    record OrderGiven(Order order) implements Inbound {}

    /**
     * An order was finished, by this ledger or by one that is lost.
     *
     * @param toTell how it ended, where an operator has put the certificate back because topics were; null otherwise
     */
    record ErasureProven(
            Proof proof,
            ErasureCertificate certificate,
            @Nullable Running toTell) implements Inbound {}

    record IdentitySeen(String subjectId, Held held) implements Inbound {}

    /** A tombstone in the topic of identities; {@code cut} says up to where it erases, where we wrote it. */
    record IdentityErased(String subjectId, @Nullable Instant cut) implements Inbound {}

    /** A recipient system says what has become of a command. */
    record AckGiven(CommandId command, Answer answer, Position position) implements Inbound {}

    /** An operator decides on what is owed. */
    record ActGiven(Act act) implements Inbound {}

    /** Where a record itself stands, not its copy on the way here, nor the one that is processed when it is given up. */
    record Position(String topic, int partition, long offset) implements RecordMetadata {

        static Position of(Act act) {
            return new Position(
                    Topics.ERASURE_DECISIONS.name(),
                    act.origin().partition(),
                    act.origin().offset());
        }
    }

    /** A record that could be read but breaks the contract. */
    record Rejected(DeadLetter letter) implements Inbound {}
}
