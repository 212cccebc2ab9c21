package io.lethe.consent.filter;

import io.lethe.kafka.cluster.CoPartitioning;
import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.policy.Policy;
import io.lethe.policy.PolicyCalendar;
import io.lethe.policy.Purpose;
import io.lethe.schemas.topics.ForgettingWindow;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import io.lethe.streams.Nodes;
import io.lethe.streams.stores.StateStores;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.jspecify.annotations.Nullable;

/**
 * Lets of a stream only those records through that the subject's choices permit for a purpose and a recipient, at the record's own
 * time (C6). It reads what the pipeline publishes into a store of its own and asks no service.
 *
 * <p>Records are keyed by subject id, and their topic has as many partitions as the pipeline's. A record is judged by what is known
 * when it is processed: {@code max.task.idle.ms} says how long it waits for statements from before it.
 */
public final class ConsentFilter {

    static final String STORE = "known-choices";

    private final Policy policy;

    private ConsentFilter(Policy policy) {
        this.policy = policy;
    }

    /**
     * Reads statements, changes, restrictions, erasure orders and corrections, once for all filters of an application.
     *
     * @param registry {@code schema.registry.url} and the rest, in Confluent's names
     * @param window within which the changelog of the store forgets
     */
    public static ConsentFilter reading(
            StreamsBuilder builder, Policy policy, Map<String, ?> registry, ForgettingWindow window) {
        builder.addStateStore(new StateStores(window).keyValue(STORE, Serdes.String(), ChoicesForm.serde()));
        keep(builder, Topics.CONSENT_STATEMENTS, policy, registry);
        keep(builder, Topics.CONSENT_CHANGES, policy, registry);
        keep(builder, Topics.CONSENT_STATE, policy, registry);
        keep(builder, Topics.ERASURE_ORDERS, policy, registry);
        keep(builder, Topics.CORRECTIONS, policy, registry);
        return new ConsentFilter(policy);
    }

    /**
     * Looks whether the topics that are to be filtered have as many partitions as the pipeline's, so that each record meets its own subject's choices. Call it
     * before the application starts: Kafka Streams itself does not look.
     *
     * @param kafka settings of Kafka's clients, by their own names
     * @throws IllegalArgumentException where one is not there or has another number; the message names it, and the way out
     * @throws org.apache.kafka.common.KafkaException where the brokers do not answer
     */
    public static void checkPartitions(Map<String, ?> kafka, Collection<String> topics) {
        CoPartitioning.check(kafka, Topics.CONSENT_STATEMENTS.name(), topics);
    }

    private static <V extends SpecificRecord> void keep(
            StreamsBuilder builder, Topic<V> topic, Policy policy, Map<String, ?> registry) {
        builder.stream(
                        topic.name(),
                        Consumed.with(Serdes.String(), AvroSerdes.of(topic, registry))
                                .withName(Nodes.read(topic)))
                .process(() -> new KeepChoices<V>(policy), Named.as("keep-" + topic.name()), STORE);
    }

    /**
     * For what the records are to be used; by any recipient, unless one is named.
     *
     * @throws IllegalArgumentException where the policy has no such purpose
     */
    public ForPurpose forPurpose(String purpose) {
        return policy.purpose(purpose)
                .map(known -> new ForPurpose(known, null))
                .orElseThrow(() -> new IllegalArgumentException("the policy has no purpose '" + purpose + "'"));
    }

    /** The filter for one purpose, and for one recipient or all of them. */
    public final class ForPurpose {

        private final Purpose purpose;
        private final @Nullable String recipient;

        private ForPurpose(Purpose purpose, @Nullable String recipient) {
            this.purpose = purpose;
            this.recipient = recipient;
        }

        /**
         * Who is to have the records.
         *
         * @throws IllegalArgumentException where the policy does not name it as a recipient for the purpose
         */
        public ForPurpose andRecipient(String id) {
            if (policy.recipient(id)
                    .filter(known -> known.purposes().contains(purpose.id()))
                    .isEmpty()) {
                throw new IllegalArgumentException(
                        "the policy has no recipient '" + id + "' for the purpose '" + purpose.id() + "'");
            }
            return new ForPurpose(purpose, id);
        }

        /**
         * The records that may be used so.
         *
         * @param dropped told of each record that may not; called by the stream's threads, several at a time
         */
        public <V> KStream<String, V> filter(KStream<String, V> records, Named name, Consumer<DropReason> dropped) {
            PolicyCalendar calendar = new PolicyCalendar(policy.zone());
            return records.processValues(
                    () -> new FilterByConsent<V>(purpose, recipient, calendar, dropped), name, STORE);
        }
    }
}
