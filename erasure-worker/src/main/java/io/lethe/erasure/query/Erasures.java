package io.lethe.erasure.query;

import io.lethe.erasure.ledger.Entry;
import io.lethe.erasure.query.EscalationList.Part;
import io.lethe.erasure.store.Escalations;
import io.lethe.erasure.store.Escalations.Escalation;
import io.lethe.erasure.store.LedgerStores;
import io.lethe.streams.StateQueries;
import io.lethe.streams.StateUnavailableException;
import io.lethe.streams.deadlines.DeadlineKey;
import io.lethe.streams.deadlines.SideList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** What the ledger holds of an order, and which wait for an operator, for queries. */
public final class Erasures implements EscalationList.Here {

    private final StateQueries state;

    public Erasures(StateQueries state) {
        this.state = state;
    }

    /** What came of a question. */
    sealed interface Found {

        record Here(Entry entry) implements Found {}

        record Nowhere() implements Found {}

        /** Another instance has the subject. */
        record Elsewhere(HostInfo host) implements Found {}

        /** Nobody can say at the moment: partitions move, or are being restored. */
        record NotNow() implements Found {}
    }

    /** An order lies where its subject does. */
    Found find(String subjectId, String orderId) {
        try {
            Optional<HostInfo> owner = state.elsewhere(LedgerStores.ORDERS, subjectId);
            if (owner.isPresent()) {
                return new Found.Elsewhere(owner.get());
            }
            Optional<Entry> entry = state.read(
                    LedgerStores.ORDERS,
                    subjectId,
                    (ReadOnlyKeyValueStore<String, Entry> orders) -> Optional.ofNullable(entry(orders, orderId)));
            return entry.filter(found -> !(found instanceof Entry.Expected))
                    .<Found>map(Found.Here::new)
                    .orElseGet(Found.Nowhere::new);
        } catch (StateUnavailableException e) {
            return new Found.NotNow();
        }
    }

    @Override
    public List<HostInfo> others() throws StateUnavailableException {
        return state.others(LedgerStores.ESCALATED);
    }

    @Override
    public Part escalations(@Nullable Escalation after, int most) throws StateUnavailableException {
        SortedMap<Escalation, Entry> waiting = new TreeMap<>();
        Escalation upTo = null;
        boolean complete = true;
        for (int partition : state.partitionsHere(LedgerStores.ESCALATED)) {
            List<Escalation> found = state.readPartition(
                    LedgerStores.ESCALATED,
                    partition,
                    (ReadOnlyKeyValueStore<DeadlineKey, byte[]> store) -> Escalations.read(store, after, most + 1));
            complete &= state.readPartition(
                    LedgerStores.ESCALATED,
                    partition,
                    (ReadOnlyKeyValueStore<DeadlineKey, byte[]> store) -> SideList.areAllEntered(store));
            if (found.size() > most) {
                found.removeLast();
                upTo = upTo == null || found.getLast().compareTo(upTo) < 0 ? found.getLast() : upTo;
            }
            waiting.putAll(state.readPartition(
                    LedgerStores.ORDERS,
                    partition,
                    (ReadOnlyKeyValueStore<String, Entry> orders) -> stillWaiting(orders, found)));
        }
        return new Part(waiting, upTo, complete);
    }

    /** The list and the orders are looked at one after the other: what was answered in between waits no more. */
    private static Map<Escalation, Entry> stillWaiting(
            ReadOnlyKeyValueStore<String, Entry> orders, List<Escalation> found) {
        Map<Escalation, Entry> waiting = new HashMap<>();
        for (Escalation one : found) {
            Entry order = orders.get(one.orderId());
            if (order != null && one.since().equals(order.withPerson().get(one.system()))) {
                waiting.put(one, order);
            }
        }
        return waiting;
    }

    private static @Nullable Entry entry(ReadOnlyKeyValueStore<String, Entry> orders, String orderId) {
        return orders.get(orderId);
    }
}
