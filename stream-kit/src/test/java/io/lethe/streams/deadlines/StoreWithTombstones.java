package io.lethe.streams.deadlines;

import java.lang.reflect.Proxy;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** A store as RocksDB is one before compaction: what was deleted still stands there, and a scan has to pass it. */
final class StoreWithTombstones {

    /** Whether an entry lives, by key. */
    private final TreeMap<DeadlineKey, Boolean> entries = new TreeMap<>();

    private long visited;

    /** How many entries, dead or alive, iterators have come upon. */
    long visited() {
        return visited;
    }

    @SuppressWarnings("unchecked")
    KeyValueStore<DeadlineKey, byte[]> store() {
        return (KeyValueStore<DeadlineKey, byte[]>) Proxy.newProxyInstance(
                KeyValueStore.class.getClassLoader(),
                new Class<?>[] {KeyValueStore.class},
                (_, method, arguments) -> switch (method.getName()) {
                    case "put" -> {
                        entries.put((DeadlineKey) arguments[0], arguments[1] != null);
                        yield null;
                    }
                    case "range" -> new Scan((DeadlineKey) arguments[0], (DeadlineKey) arguments[1]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    /** Over what was there when it began. */
    private final class Scan implements KeyValueIterator<DeadlineKey, byte[]> {

        private final Iterator<Map.Entry<DeadlineKey, Boolean>> all;
        private @Nullable DeadlineKey next;

        Scan(DeadlineKey from, DeadlineKey to) {
            all = new TreeMap<>(entries.subMap(from, true, to, true)).entrySet().iterator();
            advance();
        }

        private void advance() {
            next = null;
            while (next == null && all.hasNext()) {
                Map.Entry<DeadlineKey, Boolean> entry = all.next();
                visited++;
                next = entry.getValue() ? entry.getKey() : null;
            }
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public DeadlineKey peekNextKey() {
            if (next == null) {
                throw new NoSuchElementException();
            }
            return next;
        }

        @Override
        public KeyValue<DeadlineKey, byte[]> next() {
            KeyValue<DeadlineKey, byte[]> entry = KeyValue.pair(peekNextKey(), new byte[0]);
            advance();
            return entry;
        }

        @Override
        public void close() {}
    }
}
