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

/** What spares a store the look for new keys. */
class KeyFilterTest {

    private final KeyValueStore<String, String> store = store();
    private final KeyFilter<String> filter = new KeyFilter<>(store);

    @Property
    void a_key_that_was_put_is_always_found(@ForAll Set<String> put) {
        put.forEach(key -> filter.put(key, "value of " + key));

        assertThat(put).allSatisfy(key -> assertThat(filter.get(key)).isEqualTo("value of " + key));
    }

    @Test
    void nearly_no_look_for_a_new_key_reaches_the_store_up_to_as_many_as_it_is_made_for() {
        IntStream.range(0, KeyFilter.KEYS).forEach(number -> filter.put("put-" + number, ""));

        assertThat(IntStream.range(0, 100_000).filter(number -> filter.isNew("new-" + number)))
                .hasSizeGreaterThan(98_000);
    }

    @Test
    void a_store_that_had_something_in_it_is_always_asked() {
        store.put("restored", "before");

        filter.put("put", "now");

        assertThat(filter.get("restored")).isEqualTo("before");
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
