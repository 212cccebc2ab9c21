package io.lethe.local;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The contract on the image that people run: needs a container engine, and the Maven profile {@code containers}. */
@Tag("containers")
class ContainerBrokerTest implements BrokerContract {

    private static final ContainerBroker BROKER = new ContainerBroker();

    @BeforeAll
    static void start() {
        BROKER.start();
    }

    @AfterAll
    static void stop() {
        BROKER.stop();
    }

    @Override
    public String bootstrapServers() {
        return BROKER.bootstrapServers();
    }
}
