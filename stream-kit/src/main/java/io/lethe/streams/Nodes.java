package io.lethe.streams;

import io.lethe.schemas.topics.Topic;

/** What the ends of a topology are called, in every service alike. */
public final class Nodes {

    private Nodes() {}

    /** The source of a topic's records. */
    public static String read(Topic<?> topic) {
        return "read-" + topic.name();
    }

    /** The sink into a topic. */
    public static String publish(Topic<?> topic) {
        return publish(topic.name());
    }

    /** The sink into topics whose names begin alike. */
    public static String publish(String topics) {
        return "publish-" + topics;
    }
}
