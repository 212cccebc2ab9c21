package io.lethe.local;

import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A Kafka broker in a container, for tests that have to hold on the image that people run and not only on a broker inside the test's JVM.
 *
 * <p>The image is the system property {@code lethe.test.kafka.image}, else the environment's {@code KAFKA_IMAGE} (the name the compose
 * file uses too), else {@value #OFFICIAL}. Without a container engine {@link #start()} fails: whoever asks for container tests gets
 * them or an error, never a skip.
 */
final class ContainerBroker implements AutoCloseable {

    /** The image on the public registry, in the version of the client libraries. */
    static final String OFFICIAL = "apache/kafka:4.3.1";

    private static final String OFFICIAL_NAME = "apache/kafka";

    private final KafkaContainer container;

    /** A broker that is not started yet, on the image that this machine is told to use. */
    ContainerBroker() {
        this(image());
    }

    ContainerBroker(String image) {
        container = new KafkaContainer(DockerImageName.parse(image).asCompatibleSubstituteFor(OFFICIAL_NAME))
                .withEnv("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "4")
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withLabel("io.lethe.test", "broker");
    }

    /** Starts the broker and returns when it serves requests. */
    ContainerBroker start() {
        container.start();
        return this;
    }

    /** {@code host:port}, reachable from this machine; a port of its own for every broker. */
    String bootstrapServers() {
        return container.getBootstrapServers();
    }

    /** Stops the broker and removes its container with all its data. */
    void stop() {
        container.stop();
    }

    @Override
    public void close() {
        stop();
    }

    private static String image() {
        String property = System.getProperty("lethe.test.kafka.image", "");
        return property.isEmpty() ? System.getenv().getOrDefault("KAFKA_IMAGE", OFFICIAL) : property;
    }
}
