package io.lethe.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lethe.schemas.topics.Party;
import io.lethe.service.ConfigurationException;
import io.lethe.service.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

/** Settings of a Streams service. */
class StreamsSettingsTest {

    @Test
    void S2_exactly_once_v2_with_what_the_operator_says_to_Kafkas_clients_but_not_against_it() {
        StreamsSettings settings = read(Map.of(
                "LETHE_KAFKA_PROCESSING_GUARANTEE", "at_least_once",
                "LETHE_KAFKA_SECURITY_PROTOCOL", "SASL_SSL"));

        assertThat(new StreamsConfig(settings.properties()).getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG))
                .isEqualTo(StreamsConfig.EXACTLY_ONCE_V2);
        assertThat(settings.properties()).containsEntry("security.protocol", "SASL_SSL");
    }

    @Test
    void S1_a_changelog_is_written_to_as_many_replicas_as_any_other_topic() {
        String setting = StreamsConfig.topicPrefix("min.insync.replicas");

        assertThat(read(Map.of("LETHE_REPLICATION_FACTOR", "3")).properties()).containsEntry(setting, "2");
        assertThat(read(Map.of("LETHE_REPLICATION_FACTOR", "1")).properties()).doesNotContainKey(setting);
    }

    @Test
    void the_number_of_partitions_is_six_unless_said_otherwise_and_bounded() {
        assertThat(read(Map.of()).kafka().partitions()).isEqualTo(6);
        assertThat(read(Map.of("LETHE_PARTITIONS", "48")).kafka().partitions()).isEqualTo(48);
        for (String wrong : List.of("0", "257", "-1", "six")) {
            assertThatThrownBy(() -> read(Map.of("LETHE_PARTITIONS", wrong)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("LETHE_PARTITIONS: '" + wrong + "'");
        }
    }

    @Test
    void S2_what_an_instance_that_is_gone_has_begun_is_undone_after_a_minute_unless_said_otherwise() {
        String setting = StreamsConfig.producerPrefix("transaction.timeout.ms");

        assertThat(read(Map.of()).properties()).containsEntry(setting, 60_000);
        assertThat(read(Map.of("LETHE_TRANSACTION_TIMEOUT", "PT20S")).properties())
                .containsEntry(setting, 20_000);
        for (String wrong : List.of("PT4.999S", "PT15M1S")) {
            assertThatThrownBy(() -> read(Map.of("LETHE_TRANSACTION_TIMEOUT", wrong)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("LETHE_TRANSACTION_TIMEOUT: '" + wrong + "' must be between PT5S and PT15M");
        }
    }

    @Test
    void S4_nobody_stands_by_unless_said_otherwise() {
        assertThat(read(Map.of()).properties()).containsEntry("num.standby.replicas", 0);
        assertThat(read(Map.of("LETHE_STANDBY_REPLICAS", "1")).properties()).containsEntry("num.standby.replicas", 1);
    }

    @Test
    void an_application_server_is_a_host_and_a_port() {
        assertThatThrownBy(() -> read(Map.of("LETHE_APPLICATION_SERVER", "http://host")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("LETHE_APPLICATION_SERVER: 'http://host' must be a host and a port");
    }

    private static StreamsSettings read(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "LETHE_KAFKA_BOOTSTRAP_SERVERS", "localhost:9092",
                "LETHE_REGISTRY_URL", "http://localhost:8081",
                "LETHE_STATE_DIR", "target/state"));
        environment.putAll(more);
        return Settings.read(environment, settings -> StreamsSettings.from(settings, Party.RETENTION_STREAM));
    }
}
