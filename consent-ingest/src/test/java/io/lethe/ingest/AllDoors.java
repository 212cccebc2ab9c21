package io.lethe.ingest;

import io.lethe.ingest.contract.ContractDoor;
import io.lethe.ingest.event.OpenDsrReader;
import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.opendsr.SampleKeys;
import io.lethe.policy.Policy;
import io.lethe.schemas.topics.Topics;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.MockConsumer;

/** All that the service answers at its port, of a processor that has heard of no request yet: what a test asks for everything is to be everything. */
final class AllDoors {

    private static final Instant EARLIEST = Instant.parse("2018-05-25T00:00:00Z");

    private AllDoors() {}

    static Doors around(FrontDoor events, Policy policy, InstantSource clock, String demoKey) {
        RequestView nothingHeard = new RequestView(
                new MockConsumer<>("earliest"),
                AvroSerdes.of(Topics.OPENDSR_STATUS, Map.of("schema.registry.url", "mock://all-doors"))
                        .deserializer(),
                _ -> {});
        OpenDsrDoor processor = new OpenDsrDoor(new OpenDsrDoor.Parts(
                new OpenDsrDoor.Processor(SampleKeys.of("processor"), "acme", "https://opendsr.example.org/opendsr/v2"),
                new OpenDsrReader(policy, EARLIEST, "acme", _ -> true),
                policy,
                events.doorkeeper(),
                events.intake(),
                nothingHeard,
                clock));
        return new Doors(events, Optional.of(processor), policy, clock, new ContractDoor(policy), Optional.of(demoKey));
    }
}
