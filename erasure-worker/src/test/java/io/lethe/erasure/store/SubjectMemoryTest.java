package io.lethe.erasure.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.erasure.ledger.KnownIdentity;
import io.lethe.erasure.ledger.Samples;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** What is remembered of subjects, and when the ledger has to be searched. */
class SubjectMemoryTest {

    private static final String SUBJECT = "subject";
    private static final KnownIdentity FORGOTTEN = new KnownIdentity(null, Samples.NOW);

    private final KeyValueStore<String, Remembered> store = store();
    private final List<String> inLedger = new ArrayList<>();
    private final List<String> searched = new ArrayList<>();

    @Test
    void E7_the_orders_of_a_subject_are_known_without_a_search_where_all_were_written_down() {
        SubjectMemory subjects = subjects(true);

        subjects.orderCame(SUBJECT, "first");
        subjects.orderCame(SUBJECT, "second");
        subjects.orders("somebody else");
        subjects.orderWent(SUBJECT, "first");

        assertThat(subjects.orders(SUBJECT)).containsExactly("second");
        assertThat(searched).isEmpty();
    }

    @Test
    void E7_orders_of_an_earlier_version_are_searched_for_and_written_down_with_the_next() {
        store.put(SUBJECT, new Remembered(FORGOTTEN, null));
        inLedger.add("of before");
        SubjectMemory subjects = subjects(false);

        subjects.orderCame(SUBJECT, "new");

        assertThat(searched).containsExactly(SUBJECT);
        assertThat(store.get(SUBJECT)).isEqualTo(new Remembered(FORGOTTEN, List.of("of before", "new")));
        assertThat(subjects(false).orders(SUBJECT)).containsExactly("of before", "new");
        assertThat(searched).hasSize(1);
    }

    @Test
    void E7_the_ledger_is_searched_for_whoever_is_not_remembered_after_a_restart() {
        inLedger.add("of before");

        assertThat(subjects(false).orders(SUBJECT)).containsExactly("of before");
    }

    @Test
    void E7_another_identity_leaves_the_orders_as_they_are() {
        SubjectMemory subjects = subjects(true);
        subjects.orderCame(SUBJECT, "first");

        subjects.identity(SUBJECT, FORGOTTEN);

        assertThat(store.get(SUBJECT)).isEqualTo(new Remembered(FORGOTTEN, List.of("first")));
    }

    @Test
    void E7_with_the_last_order_goes_what_was_remembered_unless_there_is_more_to_know() {
        SubjectMemory subjects = subjects(true);
        subjects.orderCame(SUBJECT, "first");
        subjects.orderCame("forgotten", "first");
        subjects.identity("forgotten", FORGOTTEN);

        subjects.orderWent(SUBJECT, "first");
        subjects.orderWent("forgotten", "first");

        assertThat(store.get(SUBJECT)).isNull();
        assertThat(store.get("forgotten")).isEqualTo(new Remembered(FORGOTTEN, List.of()));
    }

    private SubjectMemory subjects(boolean allWrittenDown) {
        return new SubjectMemory(store, () -> allWrittenDown, subject -> {
            searched.add(subject);
            return List.copyOf(inLedger);
        });
    }

    private static KeyValueStore<String, Remembered> store() {
        KeyValueStore<String, Remembered> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("subjects"), Serdes.String(), IdentityForm.serde())
                .withLoggingDisabled()
                .withCachingDisabled()
                .build();
        store.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), store);
        return store;
    }
}
