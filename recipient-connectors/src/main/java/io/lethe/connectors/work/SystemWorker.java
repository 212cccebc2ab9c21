package io.lethe.connectors.work;

import io.lethe.kafka.Pauses;
import io.lethe.policy.Backoff;
import io.lethe.schemas.DeletionCommand;
import io.lethe.schemas.topics.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One system's commands: whatever another system does, this one is not delayed. A command counts as taken when its answer has been
 * written. One that cannot be read is passed over: without an answer the erasure worker gives it again, and tells a person in the end (E3).
 */
public final class SystemWorker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SystemWorker.class);

    /**
     * How a system's commands are worked on.
     *
     * @param inFlight the most calls at one time
     * @param attempts the most for each time a command is given
     * @param life how long a command stays in its topic
     */
    public record Limits(int inFlight, int attempts, Backoff backoff, Duration life) {}

    private final String system;
    private final Connector connector;
    private final Persistence persistence;
    private final Acknowledgements acknowledgements;
    private final SystemMetrics metrics;
    private final Withdrawn withdrawn = new Withdrawn();
    private final TopicWorker<DeletionCommand> commands;

    /**
     * Begins to work.
     *
     * @param client settings of Kafka's clients, by their own names
     * @param failed told when Kafka will not have it; a system that does not answer is no failure
     */
    public SystemWorker(
            String system,
            Map<String, String> client,
            Deserializer<DeletionCommand> values,
            Connector connector,
            Limits limits,
            Acknowledgements acknowledgements,
            MeterRegistry registry,
            Consumer<Throwable> failed) {
        this.system = system;
        this.connector = connector;
        this.metrics = new SystemMetrics(registry, system);
        this.persistence = Persistence.of(
                new Persistence.Limits(limits.attempts(), limits.backoff(), limits.life()), metrics::retried);
        this.acknowledgements = acknowledgements;
        this.commands = new TopicWorker<>(
                new TopicWorker.Reading<>(
                        "connector-" + system,
                        Topics.deletionCommands(system).name(),
                        "recipient." + system,
                        false,
                        limits.inFlight(),
                        values,
                        DeletionCommand::getSubjectId),
                client,
                (command, takenAt) -> carryOut(Deletion.of(command), takenAt),
                metrics::unreadable,
                failed);
        metrics.watch(commands::open);
        commands.start();
    }

    private void carryOut(Deletion deletion, long takenAt) throws InterruptedException {
        Verdict.Acknowledged answer = withdrawn.contains(deletion.commandId())
                ? Verdict.failed("an operator has settled this, and the system was not called")
                : outcome(() -> connector.attempt(deletion), takenAt);
        acknowledgements.write(deletion.commandId(), deletion.subjectId(), answer);
        metrics.answered(answer.outcome());
    }

    private Verdict.Acknowledged outcome(Persistence.Attempt attempt, long takenAt) throws InterruptedException {
        try {
            return persistence.carryOut(attempt, takenAt);
        } catch (RuntimeException e) {
            // Not its message: it may quote what was to be sent.
            LOG.error("{}: an attempt broke on {}", system, e.getClass().getName());
            return Verdict.failed("the connector broke (" + e.getClass().getSimpleName() + ")");
        }
    }

    /**
     * A command is owed no more: the system is told to leave it, where it can be, after whatever it is being told of the person at this
     * moment. Returns when that has come to its end.
     */
    public void withdraw(String commandId, String subjectId) throws InterruptedException {
        withdrawn.add(commandId);
        long takenAt = Pauses.REAL.nanos();
        CompletableFuture<Verdict.Acknowledged> end = new CompletableFuture<>();
        commands.add(subjectId, () -> end.complete(outcome(() -> connector.withdraw(commandId), takenAt)));
        try {
            metrics.withdrawn(end.get().outcome());
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing completes it with a failure", e);
        }
    }

    /** Takes no more commands; {@link #close} waits for those that are under way. */
    public void stop() {
        commands.stop();
    }

    @Override
    public void close() {
        commands.close();
        connector.close();
    }
}
