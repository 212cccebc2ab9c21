package io.lethe.erasure;

import io.lethe.schemas.AvroSerdes;
import io.lethe.schemas.DeadLetter;
import io.lethe.schemas.DeadLetterReason;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bytes that cannot be read become a dead letter, in the transaction that also moves past them. When the registry is what
 * fails, nothing is known about the record, and the stream stops instead. Kafka Streams makes it from its class name.
 */
public final class DeadLetterHandler implements DeserializationExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterHandler.class);

    private @Nullable Serializer<DeadLetter> serializer;
    private InstantSource clock = InstantSource.system();
    private @Nullable WorkerMetrics metrics;

    @Override
    public void configure(Map<String, ?> configs) {
        serializer = AvroSerdes.of(DeadLetters.TOPIC, configs).serializer();
        if (configs.get(StreamsSettings.CLOCK) instanceof InstantSource given) {
            clock = given;
        }
        if (configs.get(StreamsSettings.METRICS) instanceof WorkerMetrics given) {
            metrics = given;
        }
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        Optional<DeadLetterReason> reason = Failures.poison(exception);
        if (reason.isEmpty() || serializer == null) {
            return Response.fail();
        }
        byte @Nullable [] value = record.value();
        DeadLetter letter = DeadLetters.letter(
                record.topic(),
                record.partition(),
                record.offset(),
                value == null ? DeadLetters.NO_VALUE : value.length,
                reason.get(),
                // Messages of the wire's exceptions never hold a byte of the record.
                String.valueOf(exception.getMessage()),
                clock.instant());
        LOG.warn(
                "{}-{} offset {}: {}; it is now a dead letter",
                record.topic(),
                record.partition(),
                record.offset(),
                reason.get());
        if (metrics != null) {
            metrics.deadLetter(reason.get());
        }
        String topic = DeadLetters.TOPIC.name();
        return Response.resume(List.of(new ProducerRecord<>(
                topic, DeadLetters.key(letter).getBytes(StandardCharsets.UTF_8), serializer.serialize(topic, letter))));
    }
}
