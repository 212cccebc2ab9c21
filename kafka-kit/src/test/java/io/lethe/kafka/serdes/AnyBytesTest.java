package io.lethe.kafka.serdes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lethe.kafka.wire.UnreadableException;
import io.lethe.kafka.wire.WireException;
import io.lethe.schemas.Sample;
import io.lethe.schemas.Samples;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** S3 Any bytes at all are a value or a wire exception that quotes none of them. */
class AnyBytesTest {

    @Property(tries = 1_000)
    void S3_a_damaged_event(
            @ForAll Sample sample,
            @ForAll @IntRange(max = 100_000) int at,
            @ForAll byte damage,
            @ForAll @IntRange(min = 5, max = 1_000) int length) {
        var serde = Wire.serde(sample, "any-bytes");
        byte[] bytes = Wire.write(serde, sample);
        bytes[5 + at % (bytes.length - 5)] = damage;

        readsOrRefuses(sample, Arrays.copyOf(bytes, Math.min(length, bytes.length)));
    }

    @Property(tries = 1_000)
    void S3_noise_behind_a_good_frame(@ForAll Sample sample, @ForAll @Size(max = 64) byte[] noise) {
        byte[] bytes = new byte[5 + noise.length];
        bytes[4] = 1;
        System.arraycopy(noise, 0, bytes, 5, noise.length);

        readsOrRefuses(sample, bytes);
    }

    @Test
    void S3_a_list_that_claims_to_be_longer_than_the_record_is_refused_before_it_is_read() {
        var serde = Wire.serde(Sample.INTERACTION, "any-bytes");
        byte[] whole = Wire.write(serde, Sample.INTERACTION);
        ByteArrayOutputStream claiming = new ByteArrayOutputStream();
        // Its last field is a list, whose end is a block of no elements; in its place another begins, of a million
        // millions.
        claiming.write(whole, 0, whole.length - 1);
        claiming.writeBytes(zigZag(1_000_000_000L));

        assertThatThrownBy(() -> Wire.read(serde, Sample.INTERACTION, claiming.toByteArray()))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("is cut short");
    }

    private static byte[] zigZag(long number) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long left = number << 1;
        for (; left > 0x7F; left >>>= 7) {
            bytes.write((int) (left & 0x7F | 0x80));
        }
        bytes.write((int) left);
        return bytes.toByteArray();
    }

    private static void readsOrRefuses(Sample sample, byte[] bytes) {
        var serde = Wire.serde(sample, "any-bytes");
        Wire.write(serde, sample);
        try {
            Wire.read(serde, sample, bytes);
        } catch (WireException refused) {
            assertThat(refused.getMessage()).doesNotContain(Samples.SUBJECT, "ada@example.org");
            assertThat(refused.getCause()).isNull();
            assertThat(refused.deadLetterReason()).isPresent();
        }
    }
}
