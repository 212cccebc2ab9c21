package io.lethe.erasure;

import io.lethe.erasure.Inbound.OrderGiven;
import io.lethe.schemas.DeadLetterReason;
import io.lethe.schemas.ErasureOrder;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** An erasure order, as the ledger understands it. */
final class AdmitOrder extends Admission<Sized<ErasureOrder>> {

    AdmitOrder(InstantSource clock) {
        super(clock);
    }

    @Override
    Inbound admit(String key, Record<@Nullable String, @Nullable Sized<ErasureOrder>> record) {
        Sized<ErasureOrder> sized = record.value();
        if (sized == null) {
            return rejected(DeadLetters.NO_VALUE, DeadLetterReason.NO_VALUE, "an erasure order has a value");
        }
        Order order = FromWire.order(sized.value());
        if (!key.equals(order.subjectId())) {
            return rejected(sized.bytes(), DeadLetterReason.RULE_BROKEN, "the key is not the order's subject id");
        }
        if (!CommandId.subjectOf(order.orderId()).equals(Optional.of(key))) {
            return rejected(
                    sized.bytes(),
                    DeadLetterReason.RULE_BROKEN,
                    "the order id is not the subject id, a dot and 12 characters");
        }
        return new OrderGiven(order);
    }
}
