package io.lethe.erasure;

import io.lethe.schemas.DeadLetterReason;
import io.lethe.schemas.RegistryUnavailableException;
import io.lethe.schemas.WireException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.LockException;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.jspecify.annotations.Nullable;

/** What is to be done about a failure (S3): the one place where that is decided. */
final class Failures {

    private static final int DEEPEST = 16;

    private Failures() {}

    /** Whether the bytes of a record are at fault, and why; empty where something else is, and the record may not be skipped. */
    static Optional<DeadLetterReason> poison(Throwable failure) {
        for (Throwable cause : causes(failure)) {
            if (cause instanceof WireException wire) {
                return wire.deadLetterReason();
            }
        }
        return Optional.empty();
    }

    /**
     * Whether starting over from the last commit may help: brokers and registry come back, transactions are fenced and
     * aborted. An error of our own does not go away by repetition.
     */
    static boolean passing(Throwable failure) {
        for (Throwable cause : causes(failure)) {
            boolean passes = cause instanceof RegistryUnavailableException
                    || cause instanceof RetriableException
                    || cause instanceof ProducerFencedException
                    // A coordinator's abort that races a commit; fixed in Kafka after 4.3.1.
                    || cause instanceof InvalidTxnStateException
                    || cause instanceof TaskMigratedException
                    || cause instanceof TaskCorruptedException
                    || cause instanceof LockException;
            if (passes) {
                return true;
            }
        }
        return false;
    }

    private static List<Throwable> causes(Throwable failure) {
        return Stream.<@Nullable Throwable>iterate(
                        failure, Objects::nonNull, one -> one == null ? null : one.getCause())
                .limit(DEEPEST)
                .map(Objects::requireNonNull)
                .toList();
    }
}
