package io.lethe.kafka.cluster;

import java.util.Map;

/**
 * How a topic should be on a cluster.
 *
 * @param settings by their Kafka names
 * @param nothingElse whether a setting that somebody has given the topic besides is a difference too
 */
record WantedTopic(String name, int partitions, int replication, Map<String, String> settings, boolean nothingElse) {

    WantedTopic {
        settings = Map.copyOf(settings);
    }
}
