package io.lethe.streams;

import io.lethe.kafka.wire.WireException;
import io.lethe.schemas.DeadLetter;
import io.lethe.schemas.DeadLetterReason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a record that cannot be read (S3): where the record is at fault, one dead letter, and the stream goes on;
 * where the registry is, the process fails and will read it again.
 */
public final class DeadLetterHandler implements DeserializationExceptionHandler {

    /** Key of the {@link DeadLetters} in the configuration of Kafka Streams. */
    static final String LETTERS = "lethe.dead.letters";

    /** Key of the dead letters' value serializer in the configuration of Kafka Streams. */
    static final String SERIALIZER = "lethe.dead.letters.serializer";

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterHandler.class);

    private DeadLetters letters;
    private Serializer<DeadLetter> serializer;

    /** Made by Kafka Streams, which calls {@link #configure} before anything else. */
    @SuppressWarnings("NullAway.Init")
    public DeadLetterHandler() {}

    @Override
    @SuppressWarnings("unchecked")
    public void configure(Map<String, ?> configs) {
        letters = (DeadLetters) Objects.requireNonNull(configs.get(LETTERS), LETTERS);
        serializer = (Serializer<DeadLetter>) Objects.requireNonNull(configs.get(SERIALIZER), SERIALIZER);
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        Optional<DeadLetterReason> reason = reason(exception);
        if (reason.isEmpty()) {
            return Response.fail();
        }
        int size = record.value() == null ? -1 : record.value().length;
        DeadLetter letter =
                letters.of(record.topic(), record.partition(), record.offset(), reason.get(), detail(exception), size);
        LOG.warn(
                "{}-{} at offset {} cannot be read ({}); it went to {}",
                record.topic(),
                record.partition(),
                record.offset(),
                reason.get(),
                letters.topic().name());
        return Response.resume(List.of(new ProducerRecord<>(
                letters.topic().name(),
                DeadLetters.key(letter).getBytes(StandardCharsets.UTF_8),
                serializer.serialize(letters.topic().name(), letter))));
    }

    /** Why the record is at fault; empty where it is not. */
    static Optional<DeadLetterReason> reason(Exception exception) {
        return switch (exception) {
            case WireException wire -> wire.deadLetterReason();
            // A key that is no UTF-8 does not fail; whatever else a deserializer throws is about the bytes it was
            // given.
            default -> Optional.of(DeadLetterReason.UNREADABLE);
        };
    }

    private static String detail(Exception exception) {
        return exception instanceof WireException wire && wire.getMessage() != null
                ? wire.getMessage()
                : exception.getClass().getSimpleName();
    }
}
