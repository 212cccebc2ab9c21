package io.lethe.local;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The contract on the image that people run: needs a container engine, and the Maven profile {@code containers}. */
@Tag("containers")
class ContainerPipelineIT implements PipelineContract {

    private static final ContainerBroker BROKER = new ContainerBroker();
    private static Trial trial;

    @BeforeAll
    static void start() {
        BROKER.start();
        trial = Trial.startOn(BROKER.bootstrapServers());
    }

    @AfterAll
    static void stop() {
        try (BROKER) {
            trial.close();
        }
    }

    @Override
    public Trial trial() {
        return trial;
    }
}
