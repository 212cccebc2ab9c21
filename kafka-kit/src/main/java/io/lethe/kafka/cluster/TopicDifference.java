package io.lethe.kafka.cluster;

/**
 * A topic is not as the contract says.
 *
 * @param setting a broker setting by its Kafka name, or {@code partitions}, {@code replication}, or {@code topic}
 *     where the whole topic is missing
 */
public record TopicDifference(String topic, String setting, String expected, String actual) {

    static final String PARTITIONS = "partitions";

    @Override
    public String toString() {
        return topic + ": " + setting + " is " + actual + ", expected " + expected;
    }
}
