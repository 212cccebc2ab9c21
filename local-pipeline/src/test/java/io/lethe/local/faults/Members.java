package io.lethe.local.faults;

import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topics;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Whom the broker takes for a member of the stream's group, and whose transactions it takes for open. */
final class Members {

    private final Bench bench;

    Members(Bench bench) {
        this.bench = bench;
    }

    /** Whether its session is still running. */
    boolean include(String processId) {
        return all().stream().anyMatch(member -> member.clientId().contains(processId));
    }

    /** The partitions of every topic that one works on. */
    Set<Integer> partitions(String processId) {
        return all().stream()
                .filter(member -> member.clientId().contains(processId))
                .flatMap(member -> member.assignment().topicPartitions().stream())
                .map(TopicPartition::partition)
                .collect(Collectors.toSet());
    }

    private List<MemberDescription> all() {
        return answer(bench.admin()
                        .describeConsumerGroups(List.of(Party.RETENTION_STREAM.label()))
                        .all())
                .values()
                .stream()
                .flatMap(group -> group.members().stream())
                .toList();
    }

    /** Whether one has begun what it has neither finished nor the broker undone. */
    boolean isInTransaction(String processId) {
        return answer(bench.admin()
                        .listTransactions(new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING)))
                        .all())
                .stream()
                .anyMatch(transaction -> transaction.transactionalId().contains(processId));
    }

    /** Whether changes of consents stand in these partitions that are neither committed nor undone. */
    boolean hasBegunChanges(Set<Integer> partitions) {
        List<TopicPartition> changes = partitions.stream()
                .map(partition -> new TopicPartition(Topics.CONSENT_CHANGES.name(), partition))
                .toList();
        return !bench.positions()
                .offsets(changes, IsolationLevel.READ_COMMITTED)
                .equals(bench.positions().offsets(changes, IsolationLevel.READ_UNCOMMITTED));
    }

    private static <T> T answer(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
