package io.lethe.erasure;

import io.lethe.erasure.DueIndex.Alarm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** What the ledger remembers: orders, identities, and when to look at which order again. */
final class LedgerStores {

    static final String ORDERS = "orders";
    static final String IDENTITIES = "identities";
    static final String DUE = "due";

    private final KeyValueStore<String, Entry> orders;
    private final KeyValueStore<String, KnownIdentity> identities;
    private final DueIndex due;

    LedgerStores(ProcessorContext<?, ?> context) {
        orders = context.getStateStore(ORDERS);
        identities = context.getStateStore(IDENTITIES);
        due = new DueIndex(context.getStateStore(DUE));
    }

    /**
     * @param changelog settings of the topics that the stores are restored from
     */
    static Set<StoreBuilder<?>> builders(Map<String, String> changelog) {
        return Set.of(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(ORDERS), Serdes.String(), EntryForm.serde())
                        .withCachingDisabled()
                        .withLoggingEnabled(changelog),
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(IDENTITIES), Serdes.String(), IdentityForm.serde())
                        .withCachingDisabled()
                        .withLoggingEnabled(changelog),
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(DUE), Serdes.Bytes(), Serdes.ByteArray())
                        .withCachingDisabled()
                        .withLoggingEnabled(changelog));
    }

    @Nullable
    Entry order(String orderId) {
        return orders.get(orderId);
    }

    /** Every order of a subject: an order id begins with the subject's. */
    List<Entry> ordersOf(String subjectId) {
        List<Entry> found = new ArrayList<>();
        try (KeyValueIterator<String, Entry> entries = orders.prefixScan(subjectId + ".", new StringSerializer())) {
            entries.forEachRemaining(entry -> found.add(entry.value));
        }
        return found;
    }

    /** Replaces an order, or removes it, and sets its alarms. */
    void replace(@Nullable Entry before, @Nullable Entry after) {
        put(before, after);
        setAlarms(before, before == null ? Map.of() : before.alarms(), after);
    }

    /** The same after an alarm was taken out: it is set again where the order still wants it. */
    void replace(Entry before, Alarm taken, @Nullable Entry after) {
        put(before, after);
        Map<String, Instant> left = new TreeMap<>(before.alarms());
        left.remove(taken.system(), taken.at());
        setAlarms(before, left, after);
    }

    private void put(@Nullable Entry before, @Nullable Entry after) {
        if (after != null) {
            orders.put(after.orderId(), after);
        } else if (before != null) {
            orders.delete(before.orderId());
        }
    }

    private void setAlarms(@Nullable Entry before, Map<String, Instant> old, @Nullable Entry after) {
        Map<String, Instant> next = after == null ? Map.of() : after.alarms();
        if (before != null) {
            old.forEach((system, at) -> {
                if (!at.equals(next.get(system))) {
                    due.remove(new Alarm(at, before.orderId(), system));
                }
            });
        }
        if (after != null) {
            next.forEach((system, at) -> {
                if (!at.equals(old.get(system))) {
                    due.add(new Alarm(at, after.orderId(), system));
                }
            });
        }
    }

    /** Takes out the alarms that are due, the oldest first, at most so many. */
    List<Alarm> takeDue(Instant now, int atMost) {
        return due.take(now, atMost);
    }

    KnownIdentity identity(String subjectId) {
        KnownIdentity known = identities.get(subjectId);
        return known == null ? KnownIdentity.NONE : known;
    }

    void identity(String subjectId, KnownIdentity identity) {
        if (identity.empty()) {
            identities.delete(subjectId);
        } else {
            identities.put(subjectId, identity);
        }
    }
}
