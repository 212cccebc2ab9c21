package io.lethe.kafka.serdes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lethe.kafka.wire.NotFramedException;
import io.lethe.kafka.wire.UnreadableException;
import io.lethe.kafka.wire.WireException;
import io.lethe.schemas.Hold;
import io.lethe.schemas.Sample;
import io.lethe.schemas.topics.Topics;
import java.io.EOFException;
import java.net.ConnectException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A deserializer that is not ours. */
class ForeignSerdesTest {

    private static final byte[] FRAMED = {0, 0, 0, 0, 7, 2};

    /** Does what it was told to, as Kafka makes it: by its class name, without arguments. */
    public static final class Foreign implements Deserializer<Object> {

        private Supplier<Object> answer = () -> "not configured";

        @Override
        @SuppressWarnings("unchecked")
        public void configure(Map<String, ?> configs, boolean isKey) {
            assertThat(configs.get("specific.avro.reader")).isEqualTo(true);
            answer = (Supplier<Object>) Objects.requireNonNull(configs.get("answer"));
        }

        @Override
        public Object deserialize(String topic, byte[] bytes) {
            return answer.get();
        }
    }

    /** Named as Confluent's. */
    private static final class RestClientException extends Exception {

        private static final long serialVersionUID = 1;

        RestClientException(String message) {
            super(message);
        }
    }

    @Test
    void gives_the_event() {
        assertThat(with(() -> Sample.HOLD.event).deserialize("holds", FRAMED)).isEqualTo(Sample.HOLD.event);
        assertThat(with(() -> Sample.HOLD.event).deserialize("holds", (byte[]) null))
                .isNull();
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                failure(wrapped(new RestClientException("Schema 7 not found; error code: 40403")), "UnknownSchema"),
                failure(wrapped(new RestClientException("boom; error code: 50001")), "RegistryUnavailable"),
                failure(wrapped(new ConnectException("refused")), "RegistryUnavailable"),
                failure(new TimeoutException("late"), "RegistryUnavailable"),
                failure(new InvalidConfigurationException("Unauthorized"), "RegistryRefused"),
                failure(wrapped(new EOFException()), "Unreadable"),
                failure(wrapped(new AvroRuntimeException("ada@example.org")), "Unreadable"),
                failure(new SerializationException("ada@example.org"), "Unreadable"));
    }

    private static Arguments failure(RuntimeException thrown, String ours) {
        return Arguments.of(thrown, ours + "Exception");
    }

    private static SerializationException wrapped(Exception cause) {
        return new SerializationException("Error deserializing Avro message for id 7", cause);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void fails_in_our_words_and_quotes_nothing(RuntimeException thrown, String ours) {
        Deserializer<Hold> deserializer = with(() -> {
            throw thrown;
        });

        assertThatThrownBy(() -> deserializer.deserialize("holds", FRAMED))
                .isInstanceOf(WireException.class)
                .satisfies(failure ->
                        assertThat(failure.getClass().getSimpleName()).isEqualTo(ours))
                .hasNoCause()
                .message()
                .doesNotContain("ada@example.org");
    }

    @Test
    void is_not_asked_about_bytes_without_a_frame() {
        assertThatThrownBy(() -> with(() -> "").deserialize("holds", new byte[] {1, 2, 3}))
                .isInstanceOf(NotFramedException.class);
    }

    @Test
    void must_give_what_the_topic_holds() {
        for (Object other : new Object[] {"text", Sample.DELETION_ACK.event}) {
            assertThatThrownBy(() -> with(() -> other).deserialize("holds", FRAMED))
                    .isInstanceOf(UnreadableException.class);
        }
    }

    private static Deserializer<Hold> with(Supplier<Object> answer) {
        Map<String, Object> settings = new HashMap<>(Wire.registry("foreign-serdes"));
        settings.put(AvroSerdes.VALUE_DESERIALIZER, Foreign.class.getName());
        settings.put("answer", answer);
        return AvroSerdes.of(Topics.HOLDS, settings).deserializer();
    }
}
