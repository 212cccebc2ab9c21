package io.lethe.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lethe.certificate.Certificate;
import io.lethe.certificate.CertificateJson;
import io.lethe.certificate.CertificateSigner;
import io.lethe.certificate.CertifiedErasure;
import io.lethe.certificate.ChainHead;
import io.lethe.local.folder.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code lethe verify-certificates} on exported files: no pipeline runs. */
class VerifyCertificatesTest {

    private static final CertificateSigner SIGNER = new CertificateSigner(CertificateSigner.newKey());
    private static final Instant WHEN = Instant.parse("2031-02-05T09:00:00Z");

    @TempDir
    private Path folder;

    private final StringWriter printed = new StringWriter();
    private final List<String> lines = new ArrayList<>();

    @BeforeEach
    void two_chains() {
        for (String chain : List.of("0", "1")) {
            ChainHead head = ChainHead.beforeTheFirst(chain);
            for (int number = 1; number <= 5; number++) {
                Certificate next = SIGNER.sign(
                        new CertifiedErasure(
                                "order-" + number,
                                "subject",
                                "retention-lapsed",
                                null,
                                WHEN,
                                WHEN,
                                WHEN,
                                List.of("contact-details"),
                                List.of(),
                                "2026-01",
                                "completed"),
                        head);
                lines.add(CertificateJson.line(next));
                head = next.head();
            }
        }
    }

    @Test
    void E4_an_export_as_it_was_is_sound_and_its_chains_are_counted() throws IOException {
        assertThat(verify()).isZero();
        assertThat(printed.toString()).contains("2 chains, 10 certificates: all sound");
    }

    @Test
    void E4_what_was_changed_taken_out_put_in_and_swapped_is_named_with_an_exit_code_of_its_own() throws IOException {
        lines.add(lines.get(8));
        lines.set(6, lines.get(6).replace("contact-details", "nothing"));
        lines.remove(2);

        assertThat(verify()).isEqualTo(3);
        assertThat(printed.toString().replaceAll(" +", " "))
                .contains("missing 0 3", "changed 1 2 line 6", "repeated 1 4 line 10", "3 findings");
    }

    @Test
    void E4_a_program_reads_the_same_findings() throws IOException {
        lines.remove(2);

        assertThat(verify("--output=json")).isEqualTo(3);
        JsonNode told = Json.MAPPER.readTree(printed.toString());
        assertThat(told.path("sound").asBoolean(true)).isFalse();
        assertThat(told.path("certificates").asInt()).isEqualTo(9);
        assertThat(told.path("chains")).hasSize(2);
        assertThat(told.path("findings")).singleElement().isEqualTo(Json.MAPPER.readTree("""
                {"finding": "missing", "chain": "0", "from": 3, "to": 3, "where": ""}"""));
    }

    @Test
    void E4_what_was_cut_off_is_found_with_the_heads_that_were_saved() throws IOException {
        Path heads = folder.resolve("heads");
        assertThat(verify("--save-heads", heads.toString())).isZero();
        lines.subList(8, 10).clear();

        assertThat(verify()).isZero();
        assertThat(verify("--heads", heads.toString())).isEqualTo(3);
        assertThat(printed.toString().replaceAll(" +", " ")).contains("missing 1 4 to 5");
    }

    @Test
    void E4_without_the_key_nothing_is_sound_and_without_any_key_nothing_is_verified() throws IOException {
        Files.write(folder.resolve("export"), lines);
        String file = folder.resolve("export").toString();

        assertThat(execute("--file", file, "--key", new CertificateSigner(CertificateSigner.newKey()).publicKey()))
                .isEqualTo(3);
        assertThat(execute("--file", file, "--data", folder.toString())).isEqualTo(1);
        assertThat(printed.toString()).contains("unknown-key", "say --key");
    }

    @Test
    void E4_a_line_that_is_no_certificate_is_named_without_repeating_it() throws IOException {
        lines.set(0, "ada@example.org");

        assertThat(verify()).isEqualTo(3);
        assertThat(printed.toString()).contains("unreadable", "line 1").doesNotContain("example.org");
    }

    private int verify(String... more) throws IOException {
        Path file = folder.resolve("export");
        Files.write(file, lines);
        return execute(Stream.concat(Stream.of("--file", file.toString(), "--key", SIGNER.publicKey()), Stream.of(more))
                .toArray(String[]::new));
    }

    private int execute(String... options) {
        CommandLine line = Lethe.commandLine();
        PrintWriter writer = new PrintWriter(printed);
        return line.setOut(writer)
                .setErr(writer)
                .execute(Stream.concat(Stream.of("verify-certificates"), Stream.of(options))
                        .toArray(String[]::new));
    }
}
