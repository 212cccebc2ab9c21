package io.lethe.local;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on the broker that {@code ./lethe up} starts. */
class OwnBrokerPipelineIT implements PipelineContract {

    private static Trial trial;

    @BeforeAll
    static void start() {
        trial = Trial.start();
    }

    @AfterAll
    static void stop() {
        trial.close();
    }

    @Override
    public Trial trial() {
        return trial;
    }
}
