package io.lethe.retention;

import io.lethe.retention.stored.StoredSubject;
import io.lethe.retention.subject.Subject;
import io.lethe.streams.DeadlineKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Reads them from the state stores of a running application. */
final class KafkaSubjects implements Subjects {

    private final KafkaStreams streams;
    private final Optional<HostInfo> self;

    KafkaSubjects(KafkaStreams streams, Optional<String> applicationServer) {
        this.streams = streams;
        this.self = applicationServer.map(HostInfo::buildFromEndpoint);
    }

    @Override
    public Optional<HostInfo> elsewhere(String subjectId) throws UnavailableException {
        if (self.isEmpty()) {
            return Optional.empty();
        }
        KeyQueryMetadata metadata;
        try {
            metadata = streams.queryMetadataForKey(RetentionTopology.SUBJECTS, subjectId, new StringSerializer());
        } catch (IllegalStateException | InvalidStateStoreException e) {
            throw new UnavailableException("the streams are not running", e);
        }
        if (metadata == null || metadata.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
            throw new UnavailableException("partitions are being assigned");
        }
        return Optional.of(metadata.activeHost()).filter(host -> !host.equals(self.get()));
    }

    @Override
    public List<HostInfo> others() throws UnavailableException {
        if (self.isEmpty()) {
            return List.of();
        }
        try {
            return streams.streamsMetadataForStore(RetentionTopology.SUBJECTS).stream()
                    .filter(one -> !one.topicPartitions().isEmpty())
                    .map(StreamsMetadata::hostInfo)
                    .filter(host -> !host.equals(self.get()))
                    .toList();
        } catch (IllegalStateException e) {
            throw new UnavailableException("the streams are not running", e);
        }
    }

    @Override
    public Optional<Subject> find(String subjectId) throws UnavailableException {
        try {
            ReadOnlyKeyValueStore<String, StoredSubject> store = streams.store(StoreQueryParameters.fromNameAndType(
                    RetentionTopology.SUBJECTS, QueryableStoreTypes.keyValueStore()));
            return Optional.ofNullable(store.get(subjectId)).map(stored -> SubjectCodec.fromStored(subjectId, stored));
        } catch (IllegalStateException | InvalidStateStoreException e) {
            throw new UnavailableException("the state is moving or being restored", e);
        }
    }

    @Override
    public int visitDue(Instant until, int most, Consumer<DeadlineKey> visitor) throws UnavailableException {
        try {
            ReadOnlyKeyValueStore<DeadlineKey, byte[]> store = streams.store(StoreQueryParameters.fromNameAndType(
                    RetentionTopology.DEADLINES, QueryableStoreTypes.keyValueStore()));
            int visited = 0;
            try (KeyValueIterator<DeadlineKey, byte[]> due =
                    store.range(new DeadlineKey(Instant.EPOCH, ""), new DeadlineKey(until.plusMillis(1), ""))) {
                while (due.hasNext() && visited < most) {
                    visitor.accept(due.next().key);
                    visited++;
                }
            }
            return visited;
        } catch (IllegalStateException | InvalidStateStoreException e) {
            throw new UnavailableException("the state is moving or being restored", e);
        }
    }
}
