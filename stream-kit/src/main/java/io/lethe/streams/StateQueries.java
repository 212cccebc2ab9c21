package io.lethe.streams;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Reads the state stores of a running application, and tells which instance has what. A store is always read by partition:
 * the store of a whole instance is what it has at the moment, and says "never seen" of a key whose partition it has
 * lost, or not got yet. Whoever asks for a key that cannot be read here is told so, and never that there is no such key.
 */
public final class StateQueries {

    private final KafkaStreams streams;
    private final int partitions;
    private final Optional<HostInfo> self;

    /**
     * @param partitions of the topics that the stores are made from
     * @param applicationServer {@code host:port} of this instance's queries; empty where it is the only one
     */
    public StateQueries(KafkaStreams streams, int partitions, Optional<String> applicationServer) {
        this.streams = streams;
        this.partitions = partitions;
        this.self = applicationServer.map(HostInfo::buildFromEndpoint);
    }

    /**
     * The other instance that has a key; empty where it is this one.
     *
     * @param key by which the partition was chosen; not necessarily the key in the store
     */
    public Optional<HostInfo> elsewhere(String store, String key) throws StateUnavailableException {
        return self.isEmpty()
                ? Optional.empty()
                : Optional.of(host(store, partition(key))).filter(host -> !host.equals(self.get()));
    }

    /** All other instances that have a part of a store. */
    public List<HostInfo> others(String store) throws StateUnavailableException {
        return self.isEmpty()
                ? List.of()
                : hosts(store).stream()
                        .filter(host -> !host.equals(self.get()))
                        .distinct()
                        .toList();
    }

    /**
     * Reads the part of a store in which a key lies.
     *
     * @param key by which the partition was chosen; not necessarily the key in the store
     * @throws StateUnavailableException where this instance does not have that part, running, at the moment
     */
    public <K, V, A> A read(String store, String key, Function<ReadOnlyKeyValueStore<K, V>, A> question)
            throws StateUnavailableException {
        return readPartition(store, partition(key), question);
    }

    /**
     * Reads, one after the other, every part of a store that this instance has.
     *
     * @return one answer for each part
     * @throws StateUnavailableException where a part that it should have cannot be read, or where nobody has one
     */
    public <K, V, A> List<A> readAll(String store, Function<ReadOnlyKeyValueStore<K, V>, A> question)
            throws StateUnavailableException {
        List<A> answers = new ArrayList<>();
        for (int partition : partitionsHere(store)) {
            answers.add(readPartition(store, partition, question));
        }
        return answers;
    }

    /** How many partitions a store has, over all instances. */
    public int allPartitions() {
        return partitions;
    }

    /** The partitions of a store that this instance has. */
    public List<Integer> partitionsHere(String store) throws StateUnavailableException {
        List<HostInfo> hosts = self.isEmpty() ? List.of() : hosts(store);
        return IntStream.range(0, partitions)
                .filter(partition -> self.isEmpty() || hosts.get(partition).equals(self.get()))
                .boxed()
                .toList();
    }

    /**
     * Reads one partition of a store.
     *
     * @throws StateUnavailableException where this instance does not have it, running, at the moment
     */
    public <K, V, A> A readPartition(String store, int partition, Function<ReadOnlyKeyValueStore<K, V>, A> question)
            throws StateUnavailableException {
        ReadOnlyKeyValueStore<K, V> part;
        try {
            part = streams.store(StoreQueryParameters.fromNameAndType(store, QueryableStoreTypes.<K, V>keyValueStore())
                    .withPartition(partition));
        } catch (IllegalStateException | InvalidStateStoreException e) {
            throw new StateUnavailableException("the streams are not running", e);
        }
        try {
            return question.apply(part);
        } catch (InvalidStateStoreException e) {
            throw new StateUnavailableException("the state is moving or being restored", e);
        }
    }

    /** As Kafka's producers choose it, and Kafka Streams. */
    private int partition(String key) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    /** Who has each partition of a store, by partition. */
    private List<HostInfo> hosts(String store) throws StateUnavailableException {
        List<HostInfo> hosts = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            hosts.add(host(store, partition));
        }
        return hosts;
    }

    private HostInfo host(String store, int partition) throws StateUnavailableException {
        StreamPartitioner<String, Object> there = (_, _, _, _) -> Optional.of(Set.of(partition));
        HostInfo host;
        try {
            KeyQueryMetadata metadata = streams.queryMetadataForKey(store, "", there);
            host = metadata == null ? HostInfo.unavailable() : metadata.activeHost();
        } catch (IllegalStateException | InvalidStateStoreException e) {
            throw new StateUnavailableException("the streams are not running", e);
        }
        if (host.equals(HostInfo.unavailable())) {
            throw new StateUnavailableException("partitions are being assigned");
        }
        return host;
    }
}
