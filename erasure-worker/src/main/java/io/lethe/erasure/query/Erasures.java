package io.lethe.erasure.query;

import io.lethe.erasure.ledger.Entry;
import io.lethe.erasure.query.OrderList.Part;
import io.lethe.erasure.store.LedgerStores;
import io.lethe.erasure.store.Listed;
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
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** What the ledger holds of an order, which wait for an operator, and which are looked at next, for queries. */
public final class Erasures {

    private final StateQueries state;

    public Erasures(StateQueries state) {
        this.state = state;
    }

    /** What came of a question. */
    sealed interface Found {

        record Known(Entry entry) implements Found {}

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
                    .<Found>map(Found.Known::new)
                    .orElseGet(Found.Nowhere::new);
        } catch (StateUnavailableException e) {
            return new Found.NotNow();
        }
    }

    /** What waits for an operator, oldest first (E3). */
    Here escalated() {
        return new Here(
                LedgerStores.ESCALATED,
                SideList::areAllEntered,
                (one, order) -> one.at().equals(order.withPerson().get(one.system())));
    }

    /** Open orders, first the one that is looked at next; one that waits for nothing but an operator is not among them. */
    Here coming() {
        return new Here(
                LedgerStores.DUE,
                _ -> true,
                (one, order) -> order.open()
                        && order.firstDeadline().filter(one.at()::equals).isPresent());
    }

    /** A list that this instance has a part of. */
    final class Here implements OrderList.Source {

        private final String list;
        private final Predicate<ReadOnlyKeyValueStore<DeadlineKey, byte[]>> isComplete;
        private final BiPredicate<Listed, Entry> stillStands;

        private Here(
                String list,
                Predicate<ReadOnlyKeyValueStore<DeadlineKey, byte[]>> isComplete,
                BiPredicate<Listed, Entry> stillStands) {
            this.list = list;
            this.isComplete = isComplete;
            this.stillStands = stillStands;
        }

        @Override
        public List<HostInfo> others() throws StateUnavailableException {
            return state.others(list);
        }

        @Override
        public Part part(@Nullable Listed after, int most) throws StateUnavailableException {
            SortedMap<Listed, Entry> orders = new TreeMap<>();
            Listed upTo = null;
            boolean complete = true;
            for (int partition : state.partitionsHere(list)) {
                List<Listed> found = state.readPartition(
                        list,
                        partition,
                        (ReadOnlyKeyValueStore<DeadlineKey, byte[]> store) -> Listed.read(store, after, most + 1));
                complete &= state.readPartition(
                        list, partition, (ReadOnlyKeyValueStore<DeadlineKey, byte[]> store) -> isComplete.test(store));
                if (found.size() > most) {
                    found.removeLast();
                    upTo = upTo == null || found.getLast().compareTo(upTo) < 0 ? found.getLast() : upTo;
                }
                orders.putAll(state.readPartition(
                        LedgerStores.ORDERS,
                        partition,
                        (ReadOnlyKeyValueStore<String, Entry> store) -> standing(store, found)));
            }
            return new Part(orders, upTo, complete);
        }

        /** The list and the orders are looked at one after the other: what has changed in between stands there no more. */
        private Map<Listed, Entry> standing(ReadOnlyKeyValueStore<String, Entry> orders, List<Listed> found) {
            Map<Listed, Entry> standing = new HashMap<>();
            for (Listed one : found) {
                Entry order = orders.get(one.orderId());
                if (order != null && stillStands.test(one, order)) {
                    standing.put(one, order);
                }
            }
            return standing;
        }
    }

    private static @Nullable Entry entry(ReadOnlyKeyValueStore<String, Entry> orders, String orderId) {
        return orders.get(orderId);
    }
}
