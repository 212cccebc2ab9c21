package io.lethe.streams.stores;

import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * Lets a processor work in memory between two commits: what it registers here is called before each commit of its task, within the same transaction, and may
 * write to the task's stores and forward records. A store by form only; it keeps nothing.
 *
 * <p>This is what the caches of Kafka Streams are called by. There is no public way to be called; {@code BeforeCommitTest} and every crash test fail if
 * another version of Kafka Streams stops calling.
 */
public final class BeforeCommit implements StateStore, CachedStateStore<Object, Object> {

    private final String name;
    private @Nullable InternalProcessorContext<?, ?> context;
    private @Nullable Runnable action;
    private @Nullable ProcessorNode<?, ?, ?, ?> node;
    private boolean open;

    private BeforeCommit(String name) {
        this.name = name;
    }

    /** @param name of the store, by which the processor gets it from its context */
    public static StoreBuilder<BeforeCommit> builder(String name) {
        return new Builder(name);
    }

    /**
     * To be called by the processor while it is being set up.
     *
     * @param work is called by the task's thread before each commit
     */
    public void run(Runnable work) {
        if (context == null) {
            throw new IllegalStateException("the store " + name + " is not open yet");
        }
        action = work;
        node = context.currentNode();
    }

    @Override
    public void flushCache() {
        if (action == null || context == null) {
            return;
        }
        ProcessorNode<?, ?, ?, ?> nodeBefore = context.currentNode();
        ProcessorRecordContext recordBefore = context.recordContext();
        context.setCurrentNode(node);
        // As in a punctuation: this is about no record.
        context.setRecordContext(
                new ProcessorRecordContext(context.currentSystemTimeMs(), -1L, -1, null, new RecordHeaders()));
        try {
            action.run();
        } finally {
            context.setRecordContext(recordBefore);
            context.setCurrentNode(nodeBefore);
        }
    }

    @Override
    public void clearCache() {
        // The task is going to be a standby; it is set up anew before it works again.
        action = null;
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<Object, Object> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        this.context = (InternalProcessorContext<?, ?>) context;
        context.register(root, (_, _) -> {
            throw new IllegalStateException("the store " + name + " keeps nothing that could be restored");
        });
        open = true;
    }

    @Override
    public void close() {
        open = false;
        action = null;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    private record Builder(String name) implements StoreBuilder<BeforeCommit> {

        @Override
        public BeforeCommit build() {
            return new BeforeCommit(name);
        }

        @Override
        public StoreBuilder<BeforeCommit> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<BeforeCommit> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<BeforeCommit> withLoggingEnabled(Map<String, String> config) {
            throw new UnsupportedOperationException("there is nothing to log");
        }

        @Override
        public StoreBuilder<BeforeCommit> withLoggingDisabled() {
            return this;
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }
    }
}
