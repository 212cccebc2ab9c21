package io.lethe.erasure.store;

import io.lethe.erasure.ledger.Entry;
import io.lethe.erasure.ledger.KnownIdentity;
import io.lethe.schemas.topics.ForgettingWindow;
import io.lethe.streams.DeadlineKey;
import io.lethe.streams.DeadlineQueue;
import io.lethe.streams.StateStores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/** What the ledger remembers: orders, identities, and when to look at which order again. */
public final class LedgerStores {

    public static final String ORDERS = "orders";
    public static final String IDENTITIES = "identities";
    public static final String DUE = "due";

    private static final String SEPARATOR = "/";

    private final KeyValueStore<String, Entry> orders;
    private final KeyValueStore<String, KnownIdentity> identities;
    private final KeyValueStore<DeadlineKey, byte[]> due;
    private final DeadlineQueue queue;

    /** An alarm that went off: which order, and which system's command; empty for the order as a whole. */
    public record Alarm(Instant at, String orderId, String system) {

        private static Alarm of(DeadlineKey key) {
            int end = key.owner().indexOf(SEPARATOR);
            return new Alarm(
                    key.at(), key.owner().substring(0, end), key.owner().substring(end + SEPARATOR.length()));
        }
    }

    public LedgerStores(ProcessorContext<?, ?> context) {
        orders = context.getStateStore(ORDERS);
        identities = context.getStateStore(IDENTITIES);
        due = context.getStateStore(DUE);
        queue = new DeadlineQueue(due);
    }

    public static Set<StoreBuilder<?>> builders(ForgettingWindow window) {
        StateStores stores = new StateStores(window);
        return Set.of(
                stores.keyValue(ORDERS, Serdes.String(), EntryForm.serde()),
                stores.keyValue(IDENTITIES, Serdes.String(), IdentityForm.serde()),
                stores.deadlines(DUE));
    }

    @Nullable
    public Entry order(String orderId) {
        return orders.get(orderId);
    }

    /** Every order of a subject: an order id begins with the subject's. */
    public List<Entry> ordersOf(String subjectId) {
        List<Entry> found = new ArrayList<>();
        try (KeyValueIterator<String, Entry> entries = orders.prefixScan(subjectId + ".", new StringSerializer())) {
            entries.forEachRemaining(entry -> found.add(entry.value));
        }
        return found;
    }

    /** Replaces an order, or removes it, and sets its alarms. */
    public void replace(@Nullable Entry before, @Nullable Entry after) {
        put(before, after);
        setAlarms(before == null ? Map.of() : before.alarms(), before, after);
    }

    /** The same after an alarm went off, which took it out: it is set again where the order still wants it. */
    public void replace(Entry before, Alarm rung, @Nullable Entry after) {
        put(before, after);
        Map<String, Instant> left = new TreeMap<>(before.alarms());
        left.remove(rung.system(), rung.at());
        setAlarms(left, before, after);
    }

    /**
     * Takes what is due out, oldest first, until nothing is left or the budget is spent, and one in any case.
     *
     * @return since when the oldest that is left has been due; empty where nothing due is left
     */
    public Optional<Instant> takeDue(Instant now, Duration budget, Consumer<Alarm> action) {
        return queue.takeDue(now, budget, key -> action.accept(Alarm.of(key)));
    }

    public KnownIdentity identity(String subjectId) {
        KnownIdentity known = identities.get(subjectId);
        return known == null ? KnownIdentity.NONE : known;
    }

    public void identity(String subjectId, KnownIdentity identity) {
        if (identity.empty()) {
            identities.delete(subjectId);
        } else {
            identities.put(subjectId, identity);
        }
    }

    private void put(@Nullable Entry before, @Nullable Entry after) {
        if (after != null) {
            orders.put(after.orderId(), after);
        } else if (before != null) {
            orders.delete(before.orderId());
        }
    }

    private void setAlarms(Map<String, Instant> set, @Nullable Entry before, @Nullable Entry after) {
        Map<String, Instant> wanted = after == null ? Map.of() : after.alarms();
        if (before != null) {
            set.forEach((system, at) -> {
                if (!at.equals(wanted.get(system))) {
                    due.delete(key(before.orderId(), system, at));
                }
            });
        }
        if (after != null) {
            wanted.forEach((system, at) -> {
                if (!at.equals(set.get(system))) {
                    queue.put(key(after.orderId(), system, at));
                }
            });
        }
    }

    private static DeadlineKey key(String orderId, String system, Instant at) {
        return new DeadlineKey(at, orderId + SEPARATOR + system);
    }
}
