package io.lethe.erasure.topology;

import io.lethe.certificate.CertificateSigner;
import io.lethe.erasure.forgetting.OwnCopies;
import io.lethe.erasure.store.AckForm;
import io.lethe.erasure.store.LedgerStores;
import io.lethe.erasure.stored.StoredAck;
import io.lethe.identity.IdentifierSeal;
import io.lethe.policy.Policy;
import io.lethe.schemas.topics.ForgettingWindow;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import io.lethe.streams.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/** What flows where: orders, identities, acknowledgements, operators' decisions and our own certificates in; commands, statuses, certificates and tombstones out. */
public final class ErasureTopology {

    /** By which answers come to their subject's task that were written under another key. */
    public static final String ACKS_BY_SUBJECT = "acks-by-subject";

    private static final String KEEP_LEDGER = "keep-ledger";

    private ErasureTopology() {}

    /** What the topology works with. */
    public record Parts(
            Policy policy,
            IdentifierSeal seal,
            CertificateSigner signer,
            InstantSource clock,
            ForgettingWindow window,
            int partitions,
            OwnCopies copies,
            DeadLetters deadLetters,
            WorkerMetrics metrics) {

        /** Whether an acknowledgement stands in the partition of its subject, where Kafka's own clients put it by that key. */
        private boolean isHome(String subject, StoredAck ack) {
            int partition = Utils.toPositive(Utils.murmur2(subject.getBytes(StandardCharsets.UTF_8))) % partitions;
            return ack.getPartition() == partition;
        }

        private List<Topic<?>> commandTopics() {
            return policy.recipients().stream()
                    .<Topic<?>>map(system -> Topics.deletionCommands(system.id()))
                    .toList();
        }
    }

    /**
     * @param streams settings of Kafka Streams
     * @param registry settings of the serdes
     */
    public static Topology build(Parts parts, Map<String, ?> streams, Map<String, ?> registry) {
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(streams)));
        Wire wire = new Wire(builder, registry);

        KStream<String, Inbound> orders = wire.read(Topics.ERASURE_ORDERS)
                .process(() -> new AdmitOrder(parts.deadLetters()), Named.as("admit-order"));
        KStream<String, Inbound> identities = wire.read(Topics.IDENTITIES)
                .process(() -> new AdmitIdentity(parts.seal(), parts.deadLetters()), Named.as("admit-identity"));
        KStream<String, Inbound> certificates = wire.read(Topics.ERASURE_CERTIFICATES)
                .process(() -> new AdmitCertificate(parts.deadLetters()), Named.as("admit-certificate"));
        KStream<String, Inbound> decisions = wire.read(Topics.ERASURE_DECISIONS)
                .process(() -> new AdmitDecision(parts.deadLetters()), Named.as("admit-decision"));
        KStream<String, StoredAck> acks = wire.read(Topics.DELETION_ACKS).process(RouteAck::new, Named.as("route-ack"));
        // Most recipients write with the subject's id as the key, which is in the right partition already.
        KStream<String, Inbound> acksAtHome = acks.filter(
                        (subject, ack) -> parts.isHome(subject, ack), Named.as("at-home"))
                .mapValues(ack -> FromWire.ack(ack, parts.deadLetters()), Named.as("admit-ack-at-home"));
        KStream<String, Inbound> acksFromElsewhere = acks.filterNot(
                        (subject, ack) -> parts.isHome(subject, ack), Named.as("elsewhere"))
                .repartition(Repartitioned.with(Serdes.String(), AckForm.FORM.serde())
                        .withName(ACKS_BY_SUBJECT)
                        .withNumberOfPartitions(parts.partitions()))
                .mapValues(ack -> FromWire.ack(ack, parts.deadLetters()), Named.as("admit-ack"));

        KStream<String, @Nullable SpecificRecord> decided = orders.merge(identities, Named.as("with-identities"))
                .merge(certificates, Named.as("with-certificates"))
                .merge(decisions, Named.as("with-decisions"))
                .merge(acksAtHome, Named.as("with-acks-at-home"))
                .merge(acksFromElsewhere, Named.as("with-acks"))
                .process(new WithStores(parts), Named.as(KEEP_LEDGER));

        wire.writeCommands(decided, parts.commandTopics());
        wire.write(decided, Topics.ERASURE_STATUS);
        wire.write(decided, Topics.ERASURE_CERTIFICATES);
        wire.write(decided, Topics.IDENTITIES);
        wire.write(decided, parts.deadLetters().topic());
        return builder.build();
    }

    /** The ledger's processor with its stores. */
    private record WithStores(Parts parts)
            implements ProcessorSupplier<String, Inbound, String, @Nullable SpecificRecord> {

        @Override
        public Processor<String, Inbound, String, @Nullable SpecificRecord> get() {
            return new LedgerProcessor(parts);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return LedgerStores.builders(parts.window());
        }
    }
}
