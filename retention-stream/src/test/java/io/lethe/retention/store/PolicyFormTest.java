package io.lethe.retention.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.retention.stored.StoredPolicyStanding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

/** The standing of the policy in the store (R5). */
class PolicyFormTest {

    private static final PolicyStanding FULL = new PolicyStanding(
            new PolicyMark("2026-01", "0a1b"), new PolicyStanding.Pass(new PolicyMark("2026-02", "2c3d"), "s-17", 300));

    private final Serde<PolicyStanding> serde = PolicyForm.serde();

    @Test
    void a_standing_is_written_as_exactly_these_bytes_and_read_from_them() throws IOException {
        byte[] bytes = serde.serializer().serialize("policy", FULL);

        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(resource("/stored/policy.v1.hex"));
        assertThat(serde.deserializer().deserialize("policy", bytes)).isEqualTo(FULL);
    }

    @Test
    void one_of_a_partition_in_which_nobody_was_ever_looked_at_is_read_as_it_was_written() {
        assertThat(serde.deserializer()
                        .deserialize("policy", serde.serializer().serialize("policy", PolicyStanding.NEW)))
                .isEqualTo(PolicyStanding.NEW);
    }

    @Test
    void the_schema_of_the_present_version_is_kept_for_the_build_that_will_have_another() throws IOException {
        assertThat(SchemaNormalization.toParsingForm(new Schema.Parser().parse(resource("/stored/policy.v1.avsc"))))
                .isEqualTo(SchemaNormalization.toParsingForm(StoredPolicyStanding.getClassSchema()));
    }

    private static String resource(String name) throws IOException {
        try (var file = PolicyFormTest.class.getResourceAsStream(name)) {
            assertThat(file).as(name).isNotNull();
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
