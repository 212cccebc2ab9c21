package io.lethe.streams;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** S3 Failures of a stream thread are classified in one place. */
class FailuresTest {

    private Instant now = Instant.parse("2026-03-01T09:30:00Z");
    private final Failures failures = new Failures(() -> now);

    static Stream<Arguments> S3_the_table_of_failures() {
        return Stream.of(
                Arguments.of(new TimeoutException("the broker does not answer"), true),
                Arguments.of(new NetworkException("gone"), true),
                Arguments.of(new DisconnectException("gone"), true),
                Arguments.of(new InvalidTxnStateException("an abort raced the commit"), true),
                Arguments.of(new InvalidProducerEpochException("another took over"), true),
                Arguments.of(new ProducerFencedException("another took over"), true),
                Arguments.of(new StreamsException("wrapped", new TimeoutException("inside")), true),
                Arguments.of(new StreamsException("twice", new RuntimeException(new NetworkException("in"))), true),
                Arguments.of(new IllegalStateException("a rule is broken"), false),
                Arguments.of(new StreamsException("a timer", new NullPointerException()), false),
                Arguments.of(new ProcessorStateException("the disk is full"), false),
                Arguments.of(new MissingSourceTopicException("deleted"), false),
                Arguments.of(new AuthorizationException("not allowed"), false),
                Arguments.of(new RecordTooLargeException("too large"), false),
                Arguments.of(new SerializationException("a store that this build cannot read"), false),
                Arguments.of(new OutOfMemoryError("all is lost"), false));
    }

    @ParameterizedTest
    @MethodSource
    void S3_the_table_of_failures(Throwable failure, boolean passes) {
        assertThat(failures.respond(failure)).isEqualTo(passes ? REPLACE_THREAD : SHUTDOWN_CLIENT);
    }

    @Test
    void S3_what_does_not_pass_after_ten_times_ends_the_process() {
        for (int i = 0; i < 10; i++) {
            assertThat(failures.respond(new TimeoutException())).isEqualTo(REPLACE_THREAD);
        }

        assertThat(failures.respond(new TimeoutException())).isEqualTo(SHUTDOWN_CLIENT);
    }

    @Test
    void S3_failures_long_past_do_not_count() {
        for (int i = 0; i < 50; i++) {
            assertThat(failures.respond(new TimeoutException())).isEqualTo(REPLACE_THREAD);
            now = now.plus(Duration.ofMinutes(2));
        }
    }
}
