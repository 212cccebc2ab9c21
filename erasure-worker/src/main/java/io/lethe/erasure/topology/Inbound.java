package io.lethe.erasure.topology;

import io.lethe.erasure.ledger.KnownIdentity.Held;
import io.lethe.erasure.ledger.Order;
import io.lethe.erasure.ledger.Proof;
import io.lethe.erasure.stored.StoredAck;
import io.lethe.schemas.DeadLetter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What comes to the ledger. */
public sealed interface Inbound {

    record OrderGiven(Order order) implements Inbound {}

    /** An order was finished, by this ledger or by one that is lost. */
    record ErasureProven(Proof proof) implements Inbound {}

    record IdentitySeen(String subjectId, Held held) implements Inbound {}

    /** A tombstone in the topic of identities; {@code cut} says up to where it erases, where we wrote it. */
    record IdentityErased(String subjectId, @Nullable Instant cut) implements Inbound {}

    record AckGiven(StoredAck ack) implements Inbound {}

    /** A record that could be read but breaks the contract. */
    record Rejected(DeadLetter letter) implements Inbound {}
}
