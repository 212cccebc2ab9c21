package io.lethe.erasure.topology;

import io.lethe.erasure.ledger.Cause;
import io.lethe.erasure.ledger.KnownIdentity.Held;
import io.lethe.erasure.ledger.Order;
import io.lethe.erasure.ledger.SubjectKind;
import io.lethe.policy.IdentifierKind;
import io.lethe.schemas.ErasureOrder;
import io.lethe.schemas.Identity;
import java.nio.ByteBuffer;
import java.util.Optional;

/** From the contract's classes to the ledger's. */
public final class FromWire {

    private FromWire() {}

    static Order order(ErasureOrder order) {
        return new Order(
                order.getOrderId(),
                order.getSubjectId(),
                SubjectKind.valueOf(order.getSubjectKind().name()),
                Cause.valueOf(order.getCause().name()),
                order.getRequestId(),
                order.getDataCategories(),
                order.getOrderedAt(),
                order.getRecordedAt());
    }

    /** Empty where the identifier is of a type that nobody knows. */
    static Optional<Held> held(Identity identity) {
        return IdentifierKind.of(identity.getIdentifierType())
                .map(kind -> new Held(
                        identity.getEventId(),
                        kind,
                        identity.getSealed(),
                        identity.getSeenAt(),
                        identity.getReceivedAt()));
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
