package io.lethe.retention.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lethe.policy.file.PolicyFile;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RehearsalTest {

    @Test
    void it_goes_the_whole_way_of_a_statement_and_an_interaction() {
        JsonNode answer = new Rehearsal(PolicyFile.builtIn(), Map.of("schema.registry.url", "mock://rehearsal")).run();

        assertThat(answer.at("/consents/0/status").asText()).isEqualTo("given");
        assertThat(answer.at("/retention/lastInteractionAt").asText()).isEqualTo("2026-01-01T01:00:49+01:00");
    }
}
