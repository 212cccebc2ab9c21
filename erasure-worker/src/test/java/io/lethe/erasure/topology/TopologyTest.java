package io.lethe.erasure.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopologyTest {

    @Test
    void is_as_written_down(@TempDir Path folder) throws IOException {
        String actual = Harness.topology(folder).describe().toString();

        // A change is accepted by copying this over src/test/resources/expected-topology.txt.
        Files.writeString(Path.of("target", "topology.txt"), actual);
        assertThat(actual).isEqualToNormalizingNewlines(expected());
    }

    private static String expected() throws IOException {
        try (InputStream in = TopologyTest.class.getResourceAsStream("/expected-topology.txt")) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
