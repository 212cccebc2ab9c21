package io.lethe.streams.deadlines;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

/** The key of a deadline. */
class DeadlineKeyTest {

    private static final long LATEST = 253_402_300_799_999L;

    private final Serde<DeadlineKey> serde = DeadlineKey.serde();

    @Property(tries = 200)
    void stands_in_the_store_in_order_of_time(
            @ForAll @LongRange(max = LATEST) long one, @ForAll @LongRange(max = LATEST) long other) {
        int bytes = Arrays.compareUnsigned(bytes(one, "s"), bytes(other, "s"));

        assertThat(Integer.signum(bytes)).isEqualTo(Long.compare(one, other));
    }

    @Property(tries = 500)
    void of_one_time_compares_as_the_store_does_whatever_characters_it_has(
            @ForAll("hard") String one, @ForAll("hard") String other) {
        DeadlineKey first = new DeadlineKey(Instant.EPOCH, one);
        DeadlineKey second = new DeadlineKey(Instant.EPOCH, other);
        int stored = Arrays.compareUnsigned(
                serde.serializer().serialize("t", first), serde.serializer().serialize("t", second));

        assertThat(Integer.signum(first.compareTo(second))).isEqualTo(Integer.signum(stored));
    }

    @net.jqwik.api.Provide
    net.jqwik.api.Arbitrary<String> hard() {
        return net.jqwik.api.Arbitraries.of("a", "z", "é", "\uFFFD", "😀", "😁", "\u0000")
                .list()
                .ofMaxSize(4)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 200)
    void is_read_as_it_was_written(
            @ForAll @LongRange(max = LATEST) long millis, @ForAll("owners") @StringLength(max = 60) String owner) {
        DeadlineKey key = new DeadlineKey(Instant.ofEpochMilli(millis), owner);

        assertThat(serde.deserializer().deserialize("t", serde.serializer().serialize("t", key)))
                .isEqualTo(key);
    }

    @net.jqwik.api.Provide
    net.jqwik.api.Arbitrary<String> owners() {
        return net.jqwik.api.Arbitraries.strings().alpha().numeric().withChars('-', '_', 'é');
    }

    @Test
    void a_time_before_1970_is_overdue_and_nothing_worse() {
        assertThat(new DeadlineKey(Instant.parse("1960-01-01T00:00:00Z"), "s").at())
                .isEqualTo(Instant.EPOCH);
    }

    private byte[] bytes(long millis, String owner) {
        return serde.serializer().serialize("t", new DeadlineKey(Instant.ofEpochMilli(millis), owner));
    }
}
