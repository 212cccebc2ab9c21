package io.lethe.erasure.topology;

import io.lethe.erasure.ledger.CommandId;
import io.lethe.erasure.ledger.Order;
import io.lethe.erasure.topology.Inbound.OrderGiven;
import io.lethe.schemas.DeadLetterReason;
import io.lethe.schemas.ErasureOrder;
import io.lethe.streams.DeadLetters;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** An erasure order, as the ledger understands it. */
final class AdmitOrder extends Admission<ErasureOrder> {

    AdmitOrder(DeadLetters deadLetters) {
        super(deadLetters);
    }

    @Override
    Inbound admit(String key, Record<@Nullable String, @Nullable ErasureOrder> record) {
        ErasureOrder value = record.value();
        if (value == null) {
            return rejected(DeadLetterReason.NO_VALUE, "an erasure order has a value");
        }
        Order order = FromWire.order(value);
        if (!key.equals(order.subjectId())) {
            return rejected(DeadLetterReason.RULE_BROKEN, "the key is not the order's subject id");
        }
        if (!CommandId.subjectOf(order.orderId()).equals(Optional.of(key))) {
            return rejected(
                    DeadLetterReason.RULE_BROKEN, "the order id is not the subject id, a dot and 12 characters");
        }
        return new OrderGiven(order);
    }
}
