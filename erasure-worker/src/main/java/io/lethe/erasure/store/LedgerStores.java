package io.lethe.erasure.store;

import io.lethe.certificate.ChainHead;
import io.lethe.erasure.ledger.Entry;
import io.lethe.erasure.ledger.KnownIdentity;
import io.lethe.erasure.ledger.Status;
import io.lethe.erasure.stored.StoredChainHead;
import io.lethe.schemas.topics.ForgettingWindow;
import io.lethe.streams.deadlines.DeadlineKey;
import io.lethe.streams.deadlines.DeadlineQueue;
import io.lethe.streams.stores.BeforeCommit;
import io.lethe.streams.stores.KeyFilter;
import io.lethe.streams.stores.StateStores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/** What the ledger remembers: orders, identities, when to look at which order again, what waits for an operator, and the head of its chain of certificates. */
public final class LedgerStores {

    public static final String ORDERS = "orders";
    public static final String IDENTITIES = "identities";
    public static final String DUE = "due";
    public static final String FORGOTTEN = "forgotten";
    public static final String CERTIFICATE_CHAIN = "certificate-chain";
    public static final String LINES = "lines";
    public static final String ESCALATED = "escalated";
    private static final String BEFORE_COMMIT = "commits";

    private static final String BEHIND_SUBJECT = ".";

    private final KeyValueStore<String, Entry> orders;
    private final KeyFilter<Entry> filteredOrders;
    private final SubjectMemory subjects;
    private final KeyValueStore<String, StoredChainHead> chains;
    private final DeadlineQueue queue;
    private final DeadlineQueue forgotten;
    private final Lines lines;
    private final Escalations escalations;
    private final OrdersAtWork atWork;
    private final BeforeCommit beforeCommit;

    /** An alarm that goes off: of which order; the system is empty but in those of earlier versions. */
    public record Deadline(Instant at, String orderId, String system) {

        private static Deadline of(DeadlineKey key) {
            Listed alarm = Listed.of(key);
            return new Deadline(alarm.at(), alarm.orderId(), alarm.system());
        }
    }

    /**
     * @param limits how many commands a system may have at one time; those that are missing may have any number
     * @param partitions how many such ledgers there can be in this process
     * @param tell tells what has become of an order, before the next commit
     */
    public LedgerStores(
            ProcessorContext<?, ?> context, Map<String, Integer> limits, int partitions, Consumer<Status> tell) {
        orders = context.getStateStore(ORDERS);
        filteredOrders = new KeyFilter<>(orders);
        subjects = new SubjectMemory(
                context.getStateStore(IDENTITIES), filteredOrders::hasSeenAll, this::searchForOrdersOf);
        chains = context.getStateStore(CERTIFICATE_CHAIN);
        queue = new DeadlineQueue(context.getStateStore(DUE));
        forgotten = new DeadlineQueue(context.getStateStore(FORGOTTEN));
        lines = new Lines(context.getStateStore(LINES), limits);
        escalations = new Escalations(context.getStateStore(ESCALATED), orders);
        atWork = new OrdersAtWork(OrdersAtWork.share(partitions), this::write, tell);
        beforeCommit = context.getStateStore(BEFORE_COMMIT);
    }

    public static Set<StoreBuilder<?>> builders(ForgettingWindow window) {
        StateStores stores = new StateStores(window);
        return Set.of(
                stores.keyValue(ORDERS, Serdes.String(), EntryForm.serde()),
                stores.keyValue(IDENTITIES, Serdes.String(), IdentityForm.serde()),
                stores.keyValue(CERTIFICATE_CHAIN, Serdes.String(), ChainHeadForm.FORM.serde()),
                stores.keyValue(LINES, Serdes.String(), Serdes.ByteArray()),
                stores.deadlines(DUE),
                stores.deadlines(FORGOTTEN),
                stores.deadlines(ESCALATED),
                BeforeCommit.builder(BEFORE_COMMIT));
    }

    /**
     * To be called while the task is being set up.
     *
     * @param more what else is to be done before each commit of the task, behind what is to be written and told of orders
     */
    public void beforeEachCommit(Runnable more) {
        beforeCommit.run(() -> {
            atWork.settle();
            more.run();
        });
    }

    /** Whether no order was known when this task began: it is the first, or the ledger is built anew. */
    public boolean beganEmpty() {
        return filteredOrders.hasSeenAll();
    }

    public Lines lines() {
        return lines;
    }

    /** As {@link Escalations#enterOlder}. */
    public void enterOlderEscalations(Duration budget) {
        escalations.enterOlder(budget);
    }

    /** As {@link Escalations#waiting}. */
    public Optional<Map<String, Integer>> waiting(Duration budget) {
        return escalations.waiting(budget);
    }

    @Nullable
    public Entry order(String orderId) {
        return atWork.get(orderId, filteredOrders::get);
    }

    /** Has it told before the next commit what has become of an order; of several changes only the last is told. */
    public void tell(Status status) {
        atWork.tell(status);
    }

    /** Every order of a subject. */
    public List<Entry> ordersOf(String subjectId) {
        List<Entry> found = new ArrayList<>();
        for (String own : subjects.orders(subjectId)) {
            Entry order = order(subjectId + BEHIND_SUBJECT + own);
            if (order != null) {
                found.add(order);
            }
        }
        return found;
    }

    /** An order id begins with the subject's. */
    private List<String> searchForOrdersOf(String subjectId) {
        List<String> found = new ArrayList<>();
        try (KeyValueIterator<String, Entry> entries =
                orders.prefixScan(subjectId + BEHIND_SUBJECT, new StringSerializer())) {
            entries.forEachRemaining(entry -> found.add(own(entry.value)));
        }
        return found;
    }

    /** Replaces an order, or removes it, and puts its deadlines: at the latest before the next commit. */
    public void replace(@Nullable Entry before, @Nullable Entry after) {
        lines.changed(before, after);
        if (before != null && after != null) {
            atWork.change(before, after);
        } else {
            Entry stored = before == null ? null : atWork.stored(before);
            write(stored, after);
            atWork.written(before, after);
        }
    }

    /** The same after a deadline was taken: it is put again where the order still wants it. */
    public void replace(Entry before, Deadline taken, @Nullable Entry after) {
        lines.changed(before, after);
        Entry stored = atWork.stored(before);
        Map<String, Instant> left = new TreeMap<>(alarm(stored));
        left.remove(taken.system(), taken.at());
        put(stored, after);
        setAlarm(left, stored, after);
        atWork.written(before, after);
    }

    /**
     * Takes what is due out, oldest first, until nothing is left or the budget is spent, and one in any case.
     *
     * @return since when the oldest that is left has been due; empty where nothing due is left
     */
    public Optional<Instant> takeDue(Instant now, Duration budget, Consumer<Deadline> action) {
        return queue.takeDue(now, budget, key -> action.accept(Deadline.of(key)));
    }

    public KnownIdentity identity(String subjectId) {
        return subjects.identity(subjectId);
    }

    public void identity(String subjectId, KnownIdentity identity) {
        subjects.identity(subjectId, identity);
    }

    /** As {@link SubjectMemory#eachIdentity}. */
    public @Nullable String eachIdentity(String from, Duration budget, BiConsumer<String, KnownIdentity> action) {
        return subjects.eachIdentity(from, budget, action);
    }

    /** The identifier of a subject was forgotten here, and since then the copies have had to go. By the real clock. */
    public void forgotten(String subjectId, Instant at) {
        forgotten.put(new DeadlineKey(at, subjectId));
    }

    /** Since when a copy has had to go; empty where none has to. */
    public Optional<Instant> forgottenSince(Instant now) {
        return forgotten.oldestDue(now);
    }

    /** Takes the subjects that were forgotten up to a time, within the budget. */
    public void takeForgotten(Instant upTo, Duration budget, BiConsumer<String, Instant> action) {
        forgotten.takeDue(upTo, budget, key -> action.accept(key.owner(), key.at()));
    }

    /** How far a chain of certificates has come. */
    ChainHead chainHead(String chain) {
        StoredChainHead stored = chains.get(chain);
        return stored == null ? ChainHead.beforeTheFirst(chain) : ChainHeadForm.fromStored(chain, stored);
    }

    void chainHead(ChainHead head) {
        chains.put(head.chain(), ChainHeadForm.toStored(head));
    }

    private void write(@Nullable Entry before, @Nullable Entry after) {
        put(before, after);
        setAlarm(before == null ? Map.of() : alarm(before), before, after);
    }

    private void put(@Nullable Entry before, @Nullable Entry after) {
        escalations.changed(before, after);
        if (after != null) {
            if (before == null) {
                subjects.orderCame(after.subjectId(), own(after));
            }
            filteredOrders.put(after.orderId(), after);
        } else if (before != null) {
            orders.delete(before.orderId());
            subjects.orderWent(before.subjectId(), own(before));
        }
    }

    /** What tells an order from others of its subject. */
    private static String own(Entry entry) {
        return entry.orderId().substring(entry.subjectId().length() + BEHIND_SUBJECT.length());
    }

    /**
     * One alarm for an order, however many systems it is about, at the time when the first of them is to be looked at. Earlier versions had one
     * for each system: those go off as well, and find what is due.
     */
    private static Map<String, Instant> alarm(Entry entry) {
        return entry.firstDeadline().map(at -> Map.of(Entry.WHOLE_ORDER, at)).orElse(Map.of());
    }

    private void setAlarm(Map<String, Instant> set, @Nullable Entry before, @Nullable Entry after) {
        Map<String, Instant> wanted = after == null ? Map.of() : alarm(after);
        if (before != null) {
            set.forEach((system, at) -> {
                if (!at.equals(wanted.get(system))) {
                    queue.cancel(key(before.orderId(), system, at));
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
        return new Listed(at, orderId, system).key();
    }
}
