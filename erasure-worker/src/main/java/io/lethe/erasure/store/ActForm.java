package io.lethe.erasure.store;

import io.lethe.erasure.ledger.Act;
import io.lethe.erasure.stored.StoredAct;
import io.lethe.erasure.stored.StoredEarly;
import io.lethe.erasure.stored.StoredEntry;
import java.time.Instant;
import java.util.List;

/** How decisions stand in the store that wait for their order. */
final class ActForm {

    private ActForm() {}

    static StoredEarly toStored(List<Act> acts, Instant until) {
        return StoredEarly.newBuilder()
                .setUntil(until.toEpochMilli())
                .setActs(acts.stream().map(ActForm::toStored).toList())
                .build();
    }

    private static StoredAct toStored(Act act) {
        return StoredAct.newBuilder()
                .setEventId(act.eventId())
                .setSystem(act.system())
                .setVerdict(act.verdict().name())
                .setReason(act.reason())
                .setDecidedBy(act.by())
                .setAt(act.at().toEpochMilli())
                .setPartition(act.origin().partition())
                .setOffset(act.origin().offset())
                .build();
    }

    static List<Act> fromStored(StoredEntry entry) {
        StoredEarly early = entry.getEarly();
        return early == null
                ? List.of()
                : early.getActs().stream()
                        .map(act -> fromStored(entry.getOrderId(), act))
                        .toList();
    }

    private static Act fromStored(String orderId, StoredAct act) {
        return new Act(
                act.getEventId(),
                orderId,
                act.getSystem(),
                Act.Verdict.valueOf(act.getVerdict()),
                act.getReason(),
                act.getDecidedBy(),
                Instant.ofEpochMilli(act.getAt()),
                new Act.Origin(act.getPartition(), act.getOffset()));
    }
}
