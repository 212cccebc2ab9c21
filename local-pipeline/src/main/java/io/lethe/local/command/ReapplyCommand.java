package io.lethe.local.command;

import io.lethe.certificate.Certificate;
import io.lethe.certificate.ChainVerifier;
import io.lethe.certificate.Verification;
import io.lethe.local.client.CertificateReader.Target;
import io.lethe.local.client.PipelineClient;
import io.lethe.local.client.Reapplication;
import io.lethe.local.folder.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lethe erasure reapply}. */
@Command(
        name = "reapply",
        description =
                "After an older copy of the topics was put back: erases once more whom the certificates name (E6).",
        footer = {
            "",
            "The file is what './lethe verify-certificates --export' has written. It is verified first, and where anything is wrong",
            "nothing is done. Certificates that the topics have are left alone; recipients are not told again.",
            "Exit code 3: there are findings; 'verify-certificates --file' shows them."
        },
        mixinStandardHelpOptions = true)
final class ReapplyCommand implements Callable<Integer> {

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Option(names = "--file", required = true, paramLabel = "FILE", description = "Exported certificates.")
    private Path file = Path.of("");

    @Mixin
    private KeysOption keys = new KeysOption();

    @ArgGroup(exclusive = false)
    private @Nullable BrokerOption broker;

    @Override
    public Integer call() {
        List<Certificate> certificates = new ArrayList<>();
        ChainVerifier verifier = new ChainVerifier(keys.of(data), List.of());
        CertificateSource.lines(file, new Target() {
            @Override
            public void certificate(Certificate certificate, String where) {
                verifier.add(certificate, where);
                certificates.add(certificate);
            }

            @Override
            public void unreadable(String where) {
                verifier.unreadable(where);
            }
        });
        Verification verification = verifier.finish();
        if (!verification.findings().isEmpty()) {
            System.err.println(
                    "the file is not sound, and nothing is done: 'lethe verify-certificates --file' says why");
            return VerifyCertificatesCommand.FINDINGS;
        }
        int written = written(certificates);
        output.print(
                Json.MAPPER
                        .createObjectNode()
                        .put("certificates", certificates.size())
                        .put("written", written),
                _ -> ("%d certificates, of which the topics did not have %d; "
                                + "those are written, and whom they name is erased once more%n")
                        .formatted(certificates.size(), written));
        return ExitCode.OK;
    }

    private int written(List<Certificate> certificates) {
        if (broker != null) {
            Map<String, Object> settings = broker.settings();
            return new Reapplication(settings, settings).run(certificates);
        }
        try (PipelineClient client = data.client()) {
            return new Reapplication(client).run(certificates);
        }
    }
}
