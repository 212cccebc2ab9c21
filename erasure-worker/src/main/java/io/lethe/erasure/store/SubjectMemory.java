package io.lethe.erasure.store;

import io.lethe.erasure.ledger.KnownIdentity;
import io.lethe.streams.stores.KeyFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Who the subjects are, and which orders there are of each: whoever ends an order asks for the others, and does not search the ledger. For one thread, which
 * puts all that is put.
 */
final class SubjectMemory {

    private final KeyValueStore<String, Remembered> store;
    private final KeyFilter<Remembered> filtered;
    private final BooleanSupplier allWrittenDown;
    private final Function<String, List<String>> search;

    /** Whom the last look or put was about: an order is about one subject, who is asked for several times. */
    private String lastSubject = "";

    private Remembered last = new Remembered(KnownIdentity.NONE, null);

    /**
     * @param allWrittenDown whether every order that the ledger holds has been made known by {@link #orderCame}, in this version
     * @param search finds the orders of a subject in the ledger
     */
    SubjectMemory(
            KeyValueStore<String, Remembered> store,
            BooleanSupplier allWrittenDown,
            Function<String, List<String>> search) {
        this.store = store;
        this.filtered = new KeyFilter<>(store);
        this.allWrittenDown = allWrittenDown;
        this.search = search;
    }

    KnownIdentity identity(String subjectId) {
        return remembered(subjectId).identity();
    }

    void identity(String subjectId, KnownIdentity identity) {
        put(subjectId, new Remembered(identity, remembered(subjectId).orders()));
    }

    /** Of each order of a subject, what stands behind the subject in its id. */
    List<String> orders(String subjectId) {
        Remembered known = remembered(subjectId);
        List<String> orders = known.orders();
        if (orders == null) {
            orders = search.apply(subjectId);
            last = new Remembered(known.identity(), orders);
        }
        return orders;
    }

    /** An order is new to the ledger. */
    void orderCame(String subjectId, String order) {
        List<String> orders = new ArrayList<>(orders(subjectId));
        if (!orders.contains(order)) {
            orders.add(order);
        }
        put(subjectId, new Remembered(identity(subjectId), orders));
    }

    /** The ledger holds an order no longer. */
    void orderWent(String subjectId, String order) {
        List<String> orders = new ArrayList<>(orders(subjectId));
        orders.remove(order);
        put(subjectId, new Remembered(identity(subjectId), orders));
    }

    /**
     * Visits identities in the order of their subjects.
     *
     * @param from the first subject, as this method has told it; empty for all
     * @param budget what may be spent
     * @return from where to go on; null where all were visited
     */
    @Nullable
    String eachIdentity(String from, Duration budget, BiConsumer<String, KnownIdentity> action) {
        long end = System.nanoTime() + budget.toNanos();
        try (KeyValueIterator<String, Remembered> all = store.range(from, null)) {
            while (all.hasNext()) {
                if (System.nanoTime() >= end) {
                    return all.peekNextKey();
                }
                KeyValue<String, Remembered> next = all.next();
                action.accept(next.key, next.value.identity());
            }
        }
        return null;
    }

    private Remembered remembered(String subjectId) {
        if (!subjectId.equals(lastSubject)) {
            last = Objects.requireNonNullElseGet(filtered.get(subjectId), this::nobody);
            lastSubject = subjectId;
        }
        return last;
    }

    private Remembered nobody() {
        return new Remembered(KnownIdentity.NONE, allWrittenDown.getAsBoolean() ? List.of() : null);
    }

    private void put(String subjectId, Remembered remembered) {
        if (remembered.nothing()) {
            store.delete(subjectId);
        } else {
            filtered.put(subjectId, remembered);
        }
        lastSubject = subjectId;
        last = remembered;
    }
}
