package io.lethe.streams.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** What tells new keys without a look into the store. */
class KeyFilterTest {

    @Property
    void a_key_that_was_put_is_never_taken_for_new(@ForAll Set<String> put) {
        KeyFilter filter = KeyFilter.of(store());

        put.forEach(filter::add);

        assertThat(put).noneMatch(filter::isNew);
    }

    @Test
    void nearly_every_new_key_is_told_up_to_as_many_as_it_is_made_for() {
        KeyFilter filter = KeyFilter.of(store());

        IntStream.range(0, KeyFilter.KEYS).forEach(number -> filter.add("put-" + number));

        assertThat(IntStream.range(0, 100_000).filter(number -> filter.isNew("new-" + number)))
                .hasSizeGreaterThan(98_000);
    }

    @Test
    void of_a_store_that_had_something_in_it_nothing_is_taken_for_new() {
        KeyValueStore<String, String> store = store();
        store.put("restored", "");
        KeyFilter filter = KeyFilter.of(store);

        filter.add("put");

        assertThat(Set.of("restored", "put", "never put")).noneMatch(filter::isNew);
    }

    private static KeyValueStore<String, String> store() {
        KeyValueStore<String, String> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("filtered"), Serdes.String(), Serdes.String())
                .withLoggingDisabled()
                .withCachingDisabled()
                .build();
        store.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), store);
        return store;
    }
}
