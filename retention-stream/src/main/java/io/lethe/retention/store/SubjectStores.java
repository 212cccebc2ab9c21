package io.lethe.retention.store;

import io.lethe.retention.stored.StoredSubject;
import io.lethe.retention.subject.Subject;
import io.lethe.schemas.topics.ForgettingWindow;
import io.lethe.streams.StateStores;
import io.lethe.streams.deadlines.DeadlineKey;
import io.lethe.streams.deadlines.DeadlineQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** What the retention stream remembers: subjects, and when to look at which subject again. */
public final class SubjectStores {

    public static final String SUBJECTS = "subjects";
    public static final String DEADLINES = "deadlines";

    private final KeyValueStore<String, StoredSubject> subjects;
    private final DeadlineQueue queue;

    public SubjectStores(ProcessorContext<?, ?> context) {
        subjects = context.getStateStore(SUBJECTS);
        queue = new DeadlineQueue(context.getStateStore(DEADLINES));
    }

    public static Set<StoreBuilder<?>> builders(ForgettingWindow window) {
        StateStores stores = new StateStores(window);
        Set<StoreBuilder<?>> builders = new HashSet<>(WaveStores.builders(stores));
        builders.add(stores.keyValue(SUBJECTS, Serdes.String(), SubjectForm.serde()));
        builders.add(stores.deadlines(DEADLINES));
        return builders;
    }

    /** The subject as it is known; as one never seen where it is not. */
    public Subject subject(String subjectId) {
        StoredSubject stored = subjects.get(subjectId);
        return stored == null ? Subject.unseen(subjectId) : SubjectForm.fromStored(subjectId, stored);
    }

    /** How many subjects there are, roughly: the store's own estimate, which takes a subject written twice of late for two. */
    public long subjectsRoughly() {
        return subjects.approximateNumEntries();
    }

    public void put(Subject subject) {
        subjects.put(subject.id(), SubjectForm.toStored(subject));
    }

    public void put(DeadlineKey deadline) {
        queue.put(deadline);
    }

    /**
     * Takes what is due out, oldest first, until nothing is left or the budget is spent, and one in any case.
     *
     * @return since when the oldest that is left has been due; empty where nothing due is left
     */
    public Optional<Instant> takeDue(Instant now, Duration budget, Consumer<DeadlineKey> action) {
        return queue.takeDue(now, budget, action);
    }
}
