package io.lethe.erasure.topology;

import io.lethe.erasure.ledger.Entry;
import io.lethe.erasure.ledger.Entry.Deferred;
import io.lethe.erasure.ledger.Identities;
import io.lethe.erasure.ledger.KnownIdentity;
import io.lethe.erasure.ledger.KnownIdentity.Held;
import io.lethe.erasure.ledger.Order;
import io.lethe.erasure.store.LedgerStores;
import io.lethe.policy.IdentifierKind;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/** Keeps the identities of one partition, in the store and in their topic, for as long as an order needs them (E6, E7). */
final class IdentityKeeper {

    private final LedgerStores stores;
    private final ProcessorContext<String, @Nullable SpecificRecord> context;
    private final WorkerMetrics metrics;

    IdentityKeeper(
            LedgerStores stores, ProcessorContext<String, @Nullable SpecificRecord> context, WorkerMetrics metrics) {
        this.stores = stores;
        this.context = context;
        this.metrics = metrics;
    }

    /** The identifier of a subject; null where none is held. */
    @Nullable
    Held held(String subjectId) {
        return stores.identity(subjectId).held();
    }

    @Nullable
    IdentifierKind kind(String subjectId) {
        Held held = held(subjectId);
        return held == null ? null : held.kind();
    }

    /** Up to where all recipients have erased a subject; null before an order is finished. */
    @Nullable
    Instant erasedUpTo(String subjectId) {
        return Identities.erasedUpTo(stores.identity(subjectId), stores.ordersOf(subjectId));
    }

    /** Whether an order of the same subject that was given before is deferred: nobody is told of the later one first. */
    boolean waitsForItsTurn(Order order) {
        return stores.ordersOf(order.subjectId()).stream()
                .anyMatch(other -> other instanceof Deferred deferred && deferred.goesBefore(order));
    }

    /**
     * An identifier is seen.
     *
     * @return the orders that may have waited for it
     */
    List<Entry> seen(String subjectId, Held held) {
        KnownIdentity known = stores.identity(subjectId);
        // Only who was not known before can have an order that waits; the one that was given first goes first.
        List<Entry> orders = known.held() == null
                ? stores.ordersOf(subjectId).stream()
                        .sorted(Comparator.comparing(Entry::orderedAt))
                        .toList()
                : List.of();
        Identities.Step step = Identities.seen(known, held, orders.stream().anyMatch(Entry::open));
        keep(subjectId, known, step);
        if (step.identity().held() == null) {
            metrics.identityRefused();
            return List.of();
        }
        return orders;
    }

    /**
     * A tombstone comes by in the topic.
     *
     * @param cut up to where it erases; null where somebody else wrote it
     */
    void erased(String subjectId, @Nullable Instant cut) {
        KnownIdentity known = stores.identity(subjectId);
        // What may turn out to be finished long ago does not bring an erased identifier back (E6).
        boolean needed = known.held() != null
                && stores.ordersOf(subjectId).stream().anyMatch(order -> order.open() && !order.undecided());
        keep(subjectId, known, Identities.tombstone(known, cut, needed));
        if (!known.empty()) {
            // It stands in the log: from now on the copies before it have to go.
            stores.forgotten(subjectId, Instant.ofEpochMilli(context.currentSystemTimeMs()));
        }
    }

    /** The last recipient of an order is done; the identifier goes unless another order or a new life needs it (E7). */
    void forget(String subjectId) {
        Identities.cut(stores.ordersOf(subjectId)).ifPresent(cut -> {
            KnownIdentity known = stores.identity(subjectId);
            Identities.Step step = Identities.forget(known, cut);
            keep(subjectId, known, step);
            if (step.action() == Identities.Action.ERASE) {
                metrics.identityForgotten();
            } else {
                // A new life keeps the identifier, and there is no tombstone to wait for; the commands have to go.
                stores.forgotten(subjectId, Instant.ofEpochMilli(context.currentSystemTimeMs()));
            }
        });
    }

    /** The last trace of an order is gone; with the last order goes what was remembered of the subject. */
    void orderDropped(String subjectId) {
        if (stores.ordersOf(subjectId).isEmpty()) {
            stores.identity(subjectId, new KnownIdentity(held(subjectId), null));
        }
    }

    private void keep(String subjectId, KnownIdentity before, Identities.Step step) {
        if (!step.identity().equals(before)) {
            stores.identity(subjectId, step.identity());
        }
        ToWire.record(subjectId, step, context.currentSystemTimeMs()).ifPresent(record -> record.forward(context));
    }
}
