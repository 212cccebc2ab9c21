package io.lethe.connectors;

import io.lethe.connectors.work.SystemWorker;
import io.lethe.connectors.work.TopicWorker;
import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.schemas.CommandState;
import io.lethe.schemas.ErasureStatus;
import io.lethe.schemas.SystemStatus;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topics;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads in {@code erasure-status} what operators have waived or closed, and has one system told that can leave a request. Every status says
 * where all systems stand; what has just changed bears its time. Each system has its own reader: one that does not answer keeps no other from being told.
 */
final class Withdrawals implements TopicWorker.Work<ErasureStatus> {

    private static final Set<CommandState> BY_HAND = Set.of(CommandState.WAIVED, CommandState.CLOSED);
    private static final int AT_ONE_TIME = 8;

    /** Has a system told to leave a command. */
    @FunctionalInterface
    interface Withdrawing {
        void withdraw(String commandId, String subjectId) throws InterruptedException;
    }

    private final String system;
    private final Withdrawing withdrawing;

    Withdrawals(String system, Withdrawing withdrawing) {
        this.system = system;
        this.withdrawing = withdrawing;
    }

    /** Begins with what is decided from now on. */
    static TopicWorker<ErasureStatus> start(
            String system, SystemWorker worker, ConnectorSettings settings, Consumer<Throwable> failed) {
        return new TopicWorker<>(
                        new TopicWorker.Reading<>(
                                "withdrawals-" + system,
                                Topics.ERASURE_STATUS.name(),
                                Party.RECIPIENT_CONNECTORS.label() + ".withdrawals." + system,
                                true,
                                AT_ONE_TIME,
                                AvroSerdes.of(
                                                Topics.ERASURE_STATUS,
                                                settings.kafka().registry())
                                        .deserializer(),
                                ErasureStatus::getSubjectId),
                        settings.kafka().client(),
                        new Withdrawals(system, worker::withdraw),
                        () -> {},
                        failed)
                .start();
    }

    @Override
    public void on(ErasureStatus status, long takenAt) throws InterruptedException {
        for (SystemStatus one : status.getSystems()) {
            if (one.getSystem().equals(system)
                    && BY_HAND.contains(one.getState())
                    && one.getChangedAt().equals(status.getAt())) {
                withdrawing.withdraw(one.getCommandId(), status.getSubjectId());
            }
        }
    }
}
