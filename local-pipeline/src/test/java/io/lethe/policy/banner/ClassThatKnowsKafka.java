package io.lethe.policy.banner;

import org.apache.kafka.clients.producer.ProducerRecord;

/** In the wrong package, for the test of the architecture's test. */
public final class ClassThatKnowsKafka {

    private ClassThatKnowsKafka() {}

    static String topic(ProducerRecord<String, String> message) {
        return message.topic();
    }
}
