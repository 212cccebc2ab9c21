package io.lethe.streams.deadlines;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

class SideListTest {

    private static final Duration NO_TIME = Duration.ofNanos(-1);
    private static final Duration WHOLE = Duration.ofMinutes(1);

    /** Things come, change and go while what was there before is entered and counted one by one. */
    @Property(tries = 100)
    void the_numbers_are_those_of_the_list_whatever_has_changed_while_it_was_entered_and_counted(@ForAll long seed) {
        Random random = new Random(seed);
        KeyValueStore<String, String> things = store("things", Serdes.String(), Serdes.String());
        KeyValueStore<DeadlineKey, byte[]> list = store("list", DeadlineKey.serde(), Serdes.ByteArray());
        for (int thing = 0; thing < 8; thing++) {
            things.put("thing-" + thing, Integer.toString(random.nextInt(5)));
        }
        SideList<String> sideList = new SideList<>(list, things, SideListTest::kind);

        for (int event = 0; event < 60; event++) {
            String thing = "thing-" + random.nextInt(12);
            String was = things.get(thing);
            if (random.nextInt(3) == 0) {
                things.delete(thing);
                sideList.changed(keys(thing, was), Set.of());
            } else {
                String now = Integer.toString(random.nextInt(5));
                things.put(thing, now);
                sideList.changed(keys(thing, was), keys(thing, now));
            }
            if (random.nextInt(4) == 0) {
                sideList.enterOlder(NO_TIME, SideListTest::keys);
            }
            sideList.counts(NO_TIME).ifPresent(counts -> assertThat(counts).isEqualTo(expected(things)));
        }
        sideList.enterOlder(WHOLE, SideListTest::keys);

        assertThat(sideList.counts(WHOLE)).contains(expected(things));

        SideList<String> afterRestart = new SideList<>(list, things, SideListTest::kind);
        afterRestart.enterOlder(WHOLE, SideListTest::keys);
        assertThat(afterRestart.counts(WHOLE)).contains(expected(things));
    }

    private static Map<String, Integer> expected(KeyValueStore<String, String> things) {
        Map<String, Integer> counts = new HashMap<>();
        things.all()
                .forEachRemaining(
                        thing -> keys(thing.key, thing.value).forEach(key -> counts.merge(kind(key), 1, Integer::sum)));
        return counts;
    }

    /** Those of an odd number stand in the list twice, those of zero never. */
    private static Set<DeadlineKey> keys(String thing, String value) {
        Set<DeadlineKey> keys = new HashSet<>();
        if (value != null && !value.equals("0")) {
            Instant at = Instant.ofEpochSecond(Integer.parseInt(value));
            keys.add(new DeadlineKey(at, thing + "/even"));
            if (Integer.parseInt(value) % 2 == 1) {
                keys.add(new DeadlineKey(at, thing + "/odd"));
            }
        }
        return keys;
    }

    private static String kind(DeadlineKey key) {
        return key.owner().substring(key.owner().indexOf('/') + 1);
    }

    private static <K, V> KeyValueStore<K, V> store(String name, Serde<K> keys, Serde<V> values) {
        KeyValueStore<K, V> store = Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), keys, values)
                .withLoggingDisabled()
                .build();
        MockProcessorContext<Void, Void> context = new MockProcessorContext<>(
                new Properties(), new TaskId(0, 0), Path.of("target").toFile());
        store.init(context.getStateStoreContext(), store);
        return store;
    }
}
