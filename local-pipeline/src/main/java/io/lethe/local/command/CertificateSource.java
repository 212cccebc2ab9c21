package io.lethe.local.command;

import io.lethe.certificate.CertificateJson;
import io.lethe.local.client.CertificateReader;
import io.lethe.local.client.CertificateReader.Target;
import io.lethe.local.client.PipelineClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where certificates are read: the local pipeline's topic, another broker's, or an exported file. */
final class CertificateSource {

    @ArgGroup(exclusive = true)
    private @Nullable Elsewhere elsewhere;

    /** Not the local pipeline. */
    static final class Elsewhere {

        @Option(names = "--file", paramLabel = "FILE", description = "An exported file; no pipeline has to run.")
        private @Nullable Path file;

        @ArgGroup(exclusive = false)
        private @Nullable BrokerOption broker;
    }

    void read(DataOption data, Target target) {
        if (elsewhere == null) {
            try (PipelineClient client = data.client()) {
                new CertificateReader(client).read(target);
            }
        } else if (elsewhere.broker != null) {
            Map<String, Object> settings = elsewhere.broker.settings();
            new CertificateReader(settings, settings).read(target);
        } else if (elsewhere.file != null) {
            lines(elsewhere.file, target);
        }
    }

    /** Whatever is no text becomes a line that is no certificate. */
    static void lines(Path file, Target target) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                hand(line, "line " + number, target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    private static void hand(String line, String where, Target target) {
        try {
            target.certificate(CertificateJson.read(line), where);
        } catch (IllegalArgumentException e) {
            target.unreadable(where);
        }
    }
}
