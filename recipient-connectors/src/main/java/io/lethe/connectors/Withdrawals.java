package io.lethe.connectors;

import io.lethe.connectors.work.SystemWorker;
import io.lethe.connectors.work.TopicWorker;
import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.schemas.CommandState;
import io.lethe.schemas.ErasureStatus;
import io.lethe.schemas.SystemStatus;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads in {@code erasure-status} what operators have waived or closed, and has the systems told that can leave a request. Every status says
 * where all systems stand; what has just changed bears its time.
 */
final class Withdrawals implements TopicWorker.Work<ErasureStatus> {

    private static final Set<CommandState> BY_HAND = Set.of(CommandState.WAIVED, CommandState.CLOSED);
    private static final int AT_ONE_TIME = 8;

    /** Has a system told to leave a command. */
    @FunctionalInterface
    interface Withdrawing {
        void withdraw(String commandId, String subjectId) throws InterruptedException;
    }

    private final Map<String, Withdrawing> systems;

    /** @param systems those that can leave a request, by their ids */
    Withdrawals(Map<String, Withdrawing> systems) {
        this.systems = Map.copyOf(systems);
    }

    /** Begins with what is decided from now on. */
    static TopicWorker<ErasureStatus> start(
            Map<String, SystemWorker> processors, ConnectorSettings settings, Consumer<Throwable> failed) {
        Map<String, Withdrawing> systems = new HashMap<>();
        processors.forEach((id, worker) -> systems.put(id, worker::withdraw));
        return new TopicWorker<>(
                        new TopicWorker.Reading<>(
                                "withdrawals",
                                Topics.ERASURE_STATUS.name(),
                                Party.RECIPIENT_CONNECTORS.label() + ".withdrawals",
                                true,
                                AT_ONE_TIME,
                                AvroSerdes.of(
                                                Topics.ERASURE_STATUS,
                                                settings.kafka().registry())
                                        .deserializer(),
                                ErasureStatus::getSubjectId),
                        settings.kafka().client(),
                        new Withdrawals(systems),
                        () -> {},
                        failed)
                .start();
    }

    @Override
    public void on(ErasureStatus status, long takenAt) throws InterruptedException {
        List<SystemStatus> news = status.getSystems().stream()
                .filter(one -> BY_HAND.contains(one.getState()))
                .filter(one -> one.getChangedAt().equals(status.getAt()))
                .toList();
        for (SystemStatus one : news) {
            Withdrawing system = systems.get(one.getSystem());
            if (system != null) {
                system.withdraw(one.getCommandId(), status.getSubjectId());
            }
        }
    }
}
