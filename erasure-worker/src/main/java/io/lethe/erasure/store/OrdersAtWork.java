package io.lethe.erasure.store;

import io.lethe.erasure.ledger.Entry;
import io.lethe.erasure.ledger.Status;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The orders that were asked for last, as they are at the moment. The answers to an order come close to each other, one from each system: between two commits
 * its entry is read once, written once and told once, whatever number of them it gets. What is told and what is written are in one transaction
 * with the offsets of all that led to it; nobody outside could have seen what was in between.
 *
 * <p>For one thread. What is new or goes is not held back here: lists of a subject's orders are always whole.
 */
final class OrdersAtWork {

    /** What an order with ten systems takes in memory, at most, and an eighth of the heap may be taken. */
    private static final int BYTES_OF_AN_ORDER = 6 << 10;

    private static final int PART_OF_HEAP = 8;
    private static final int AT_LEAST = 16;

    private final int room;
    private final BiConsumer<Entry, Entry> write;
    private final Consumer<Status> tell;

    /** In the order of their last use. */
    private final Map<String, Work> works = new LinkedHashMap<>(16, 0.75f, true);

    /** An order, how it stands in its store, and what is to be told of it. */
    private static final class Work {

        private Entry stored;
        private Entry now;
        private @Nullable Status toTell;

        private Work(Entry stored) {
            this.stored = stored;
            this.now = stored;
        }
    }

    /**
     * @param room for how many orders
     * @param write replaces what is stored of an order
     * @param tell tells others what has become of an order
     */
    OrdersAtWork(int room, BiConsumer<Entry, Entry> write, Consumer<Status> tell) {
        this.room = room;
        this.write = write;
        this.tell = tell;
    }

    /** How many orders one ledger may hold, where there may be so many ledgers in this process. */
    static int share(int ledgers) {
        return (int) Math.max(
                AT_LEAST, Runtime.getRuntime().maxMemory() / PART_OF_HEAP / BYTES_OF_AN_ORDER / Math.max(1, ledgers));
    }

    @Nullable
    Entry get(String orderId, Function<String, @Nullable Entry> load) {
        Work work = works.get(orderId);
        if (work == null) {
            Entry loaded = load.apply(orderId);
            if (loaded == null) {
                return null;
            }
            work = add(loaded);
        }
        return work.now;
    }

    /** How an order that is as given now stands in its store. */
    Entry stored(Entry now) {
        Work work = works.get(now.orderId());
        return work == null ? now : work.stored;
    }

    /** An order becomes another; it is written later. */
    void change(Entry before, Entry after) {
        Work work = works.get(after.orderId());
        if (work == null) {
            work = add(before);
        }
        work.now = after;
    }

    /** An order has just been written, or removed. */
    void written(@Nullable Entry before, @Nullable Entry after) {
        if (after != null) {
            Work work = works.get(after.orderId());
            if (work == null) {
                add(after);
            } else {
                work.stored = after;
                work.now = after;
            }
        } else if (before != null) {
            Work gone = works.remove(before.orderId());
            if (gone != null && gone.toTell != null) {
                tell.accept(gone.toTell);
            }
        }
    }

    void tell(Status status) {
        Work work = works.get(status.order().orderId());
        if (work == null) {
            tell.accept(status);
        } else {
            work.toTell = status;
        }
    }

    /** Writes and tells all that has become of the orders. */
    void settle() {
        works.values().forEach(this::settle);
    }

    private Work add(Entry stored) {
        if (works.size() >= room) {
            Iterator<Work> oldest = works.values().iterator();
            settle(oldest.next());
            oldest.remove();
        }
        Work work = new Work(stored);
        works.put(stored.orderId(), work);
        return work;
    }

    private void settle(Work work) {
        if (work.stored != work.now) {
            write.accept(work.stored, work.now);
            work.stored = work.now;
        }
        if (work.toTell != null) {
            tell.accept(work.toTell);
            work.toTell = null;
        }
    }
}
