package io.lethe.streams.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lethe.schemas.DeadLetter;
import io.lethe.schemas.DeadLetterReason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class StoredFormTest {

    private static final String SECRET = "ada@example.org";

    private final StoredForm<DeadLetter> form = new StoredForm<>(DeadLetter.class, List.of());

    @Test
    void begins_with_the_version_and_comes_back_as_it_went() {
        byte[] bytes = form.write(letter(SECRET));

        assertThat(bytes[0]).isEqualTo((byte) 1);
        assertThat(form.read(bytes)).isEqualTo(letter(SECRET));
    }

    @Test
    void of_nothing_is_nothing() {
        Serde<DeadLetter> serde = form.serde();

        assertThat(serde.serializer().serialize("any", null)).isNull();
        assertThat(serde.deserializer().deserialize("any", null)).isNull();
    }

    @Test
    void of_an_older_version_is_read_by_its_own_schema() {
        byte[] first = form.write(letter(SECRET));

        StoredForm<DeadLetter> second = new StoredForm<>(DeadLetter.class, List.of(DeadLetter.getClassSchema()));

        assertThat(second.read(first)).isEqualTo(letter(SECRET));
        assertThat(second.write(letter(SECRET))[0]).isEqualTo((byte) 2);
    }

    @Test
    void that_cannot_be_read_says_type_and_version_and_nothing_of_the_record() {
        byte[] whole = form.write(letter(SECRET));
        byte[] cut = Arrays.copyOf(whole, whole.length - 3);

        assertThatThrownBy(() -> form.read(cut))
                .isInstanceOf(SerializationException.class)
                .hasMessageStartingWith("a stored DeadLetter of version 1 cannot be read (")
                .hasNoCause();
    }

    @Test
    void does_not_quote_what_its_bytes_say_where_the_schemas_disagree() {
        Schema text = new Schema.Parser().parse("\"string\"");
        byte[] bytes = ("\1\36" + SECRET).getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> new StoredForm<>(DeadLetter.class, List.of(text)).read(bytes))
                .isInstanceOf(SerializationException.class)
                .hasMessageNotContaining(SECRET)
                .hasNoCause();
    }

    @Test
    @SuppressWarnings("NullAway") // A required member is missing.
    void that_cannot_be_written_says_type_and_version_and_nothing_of_the_record() {
        DeadLetter broken = letter(null);

        assertThatThrownBy(() -> form.write(broken))
                .isInstanceOf(SerializationException.class)
                .hasMessageStartingWith("a stored DeadLetter of version 1 cannot be written (")
                .hasMessageNotContaining(SECRET)
                .hasNoCause();
        assertThat(form.read(form.write(letter("next")))).isEqualTo(letter("next"));
    }

    @Test
    void of_a_version_that_nobody_knows_is_refused() {
        assertThatThrownBy(() -> form.read(new byte[] {9, 1, 2}))
                .isInstanceOf(SerializationException.class)
                .hasMessage("a stored DeadLetter is of version 9; this build knows 1 to 1");
        assertThatThrownBy(() -> form.read(new byte[0])).isInstanceOf(SerializationException.class);
    }

    private static DeadLetter letter(String detail) {
        return new DeadLetter(
                SECRET, "topic", 1, 2L, DeadLetterReason.NO_KEY, detail, -1, Instant.parse("2026-03-01T09:30:00Z"));
    }
}
