package io.lethe.kafka.cluster;

import static java.util.stream.Collectors.joining;

import io.lethe.kafka.KafkaConfig;
import io.lethe.schemas.topics.Topic;
import io.lethe.service.ConfigurationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a service does about topics before it starts: creates the missing ones, where that is wanted, tells what differs in
 * the others, and goes no further on a cluster where subjects would be looked for in the wrong partitions.
 */
public final class TopicPreparation {

    private static final Logger LOG = LoggerFactory.getLogger(TopicPreparation.class);

    private final KafkaConfig kafka;
    private final Collection<Topic<?>> topics;
    private final Duration timeout;

    /** @param timeout for each of creating, comparing, and comparing what Kafka Streams has made */
    public TopicPreparation(KafkaConfig kafka, Collection<Topic<?>> topics, Duration timeout) {
        this.kafka = kafka;
        this.topics = topics;
        this.timeout = timeout;
    }

    /**
     * Prepares the topics of the contract.
     *
     * @throws ConfigurationException where the cluster has another number of partitions than the settings say
     * @throws org.apache.kafka.common.KafkaException when the cluster refuses, or does not answer in time
     */
    public void prepare() {
        prepare(Optional.empty());
    }

    /** As above, and compares what Kafka Streams has made for the application. */
    public void prepare(String application) {
        prepare(Optional.of(application));
    }

    private void prepare(Optional<String> application) {
        try (Admin admin = Admin.create(Map.<String, Object>copyOf(kafka.client()))) {
            TopicSetup setup =
                    new TopicSetup(admin, topics, kafka.window(), kafka.replication(), kafka.partitions(), timeout);
            List<TopicDifference> differences = new ArrayList<>(kafka.createTopics() ? setup.ensure() : setup.check());
            application.ifPresent(name -> differences.addAll(setup.checkInternal(name)));
            differences.forEach(difference -> LOG.warn("topic settings differ: {}", difference));
            keysWouldMove(topics, kafka.partitions(), differences).ifPresent(problem -> {
                throw new ConfigurationException(List.of(problem));
            });
        }
    }

    /**
     * Why a service must not start on this cluster, in the operator's words: with another number of partitions each subject
     * would be looked for where it is not. Empty where nothing speaks against it.
     */
    static Optional<String> keysWouldMove(
            Collection<Topic<?>> topics, int partitions, Collection<TopicDifference> differences) {
        Set<String> single = topics.stream()
                .filter(topic -> !topic.isOfSubjects())
                .map(Topic::name)
                .collect(Collectors.toSet());
        List<TopicDifference> moved = differences.stream()
                .filter(one -> one.setting().equals(TopicDifference.PARTITIONS) && !single.contains(one.topic()))
                .toList();
        return moved.isEmpty()
                ? Optional.empty()
                : Optional.of("LETHE_PARTITIONS: '" + partitions + "' is not what the cluster has ("
                        + moved.stream()
                                .map(one -> one.topic() + " has " + one.actual())
                                .collect(joining(", "))
                        + "); subjects would be looked for in other partitions than they are in. Set it to what the topics"
                        + " were made with");
    }
}
