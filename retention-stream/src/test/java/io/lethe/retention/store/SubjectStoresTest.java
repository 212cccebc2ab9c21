package io.lethe.retention.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.policy.Policy;
import io.lethe.policy.file.PolicyFile;
import io.lethe.retention.subject.Subject;
import io.lethe.retention.subject.SubjectRules;
import io.lethe.schemas.topics.ForgettingWindow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the retention stream remembers. */
class SubjectStoresTest {

    private static final Policy POLICY = PolicyFile.builtIn();
    private static final Instant ARMED_AT = Instant.parse("2026-03-01T09:30:00Z");

    @TempDir
    Path folder;

    @Test
    void S2_whom_another_life_of_the_process_put_is_known_and_so_is_whom_this_one_puts() {
        Subject before = subject("before");
        Subject now = subject("now");
        run(stores -> stores.put(Subject.unseen("before"), before));

        run(stores -> {
            stores.put(Subject.unseen("now"), now);

            assertThat(stores.subject("before")).isEqualTo(before);
            assertThat(stores.subject("now")).isEqualTo(now);
            assertThat(stores.subject("never")).isEqualTo(Subject.unseen("never"));
        });
    }

    @Test
    void whom_the_first_life_of_a_process_puts_is_known_and_nobody_else() {
        run(stores -> {
            assertThat(stores.subject("now")).isEqualTo(Subject.unseen("now"));
            stores.put(Subject.unseen("now"), subject("now"));

            assertThat(stores.subject("now")).isEqualTo(subject("now"));
            assertThat(stores.subject("never")).isEqualTo(Subject.unseen("never"));
        });
    }

    private void run(Consumer<SubjectStores> life) {
        MockProcessorContext<Void, Void> context =
                new MockProcessorContext<>(new Properties(), new TaskId(0, 0), folder.toFile());
        List<StateStore> stores = new ArrayList<>();
        for (StoreBuilder<?> builder : SubjectStores.builders(new ForgettingWindow(Duration.ofDays(1)))) {
            StateStore store = builder.withLoggingDisabled().build();
            store.init(context.getStateStoreContext(), store);
            stores.add(store);
        }
        life.accept(new SubjectStores(context, new SubjectRules(POLICY), PolicyMark.of(POLICY)));
        stores.forEach(StateStore::close);
    }

    private static Subject subject(String id) {
        return Subject.unseen(id).armed(ARMED_AT);
    }
}
