package io.lethe.erasure;

import java.util.Optional;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** What the ledger holds of an order, for queries. */
final class Erasures {

    private final KafkaStreams streams;
    private final Optional<HostInfo> self;

    Erasures(KafkaStreams streams, Optional<String> applicationServer) {
        this.streams = streams;
        this.self = applicationServer.map(HostInfo::buildFromEndpoint);
    }

    /** What came of a question. */
    sealed interface Found {

        record Here(Entry entry) implements Found {}

        record Nowhere() implements Found {}

        /** Another instance has the subject. */
        record Elsewhere(HostInfo host) implements Found {}

        /** Nobody can say at the moment: partitions move, or are being restored. */
        record NotNow() implements Found {}
    }

    Found find(String subjectId, String orderId) {
        try {
            Optional<HostInfo> owner = owner(subjectId);
            if (owner.isPresent() && !owner.equals(self)) {
                return new Found.Elsewhere(owner.get());
            }
            ReadOnlyKeyValueStore<String, Entry> orders = streams.store(
                    StoreQueryParameters.fromNameAndType(LedgerStores.ORDERS, QueryableStoreTypes.keyValueStore()));
            Entry entry = orders.get(orderId);
            return entry == null ? new Found.Nowhere() : new Found.Here(entry);
        } catch (IllegalStateException | InvalidStateStoreException e) {
            return new Found.NotNow();
        }
    }

    /** Who has the subject; empty where there is one instance only. An order lies where its subject does. */
    private Optional<HostInfo> owner(String subjectId) {
        if (self.isEmpty()) {
            return Optional.empty();
        }
        KeyQueryMetadata metadata = streams.queryMetadataForKey(LedgerStores.ORDERS, subjectId, new StringSerializer());
        if (metadata == null || metadata.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
            throw new IllegalStateException("partitions are being assigned");
        }
        return Optional.of(metadata.activeHost());
    }
}
