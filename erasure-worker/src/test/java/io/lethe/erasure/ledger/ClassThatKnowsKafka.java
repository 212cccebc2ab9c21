package io.lethe.erasure.ledger;

import org.apache.kafka.streams.processor.api.Record;

/** In the wrong package, for the test of the architecture's test. */
public final class ClassThatKnowsKafka {

    private ClassThatKnowsKafka() {}

    static long at(Record<String, String> message) {
        return message.timestamp();
    }
}
