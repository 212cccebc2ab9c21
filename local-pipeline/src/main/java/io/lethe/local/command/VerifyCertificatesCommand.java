package io.lethe.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.certificate.Certificate;
import io.lethe.certificate.CertificateJson;
import io.lethe.certificate.ChainFinding;
import io.lethe.certificate.ChainVerifier;
import io.lethe.certificate.Verification;
import io.lethe.local.client.CertificateReader.Target;
import io.lethe.local.folder.Json;
import io.lethe.local.folder.PipelineException;
import io.lethe.local.terminal.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lethe verify-certificates}. */
@Command(
        name = "verify-certificates",
        description = "Verifies the chains of certificates of erasures: signatures, hashes, numbers (E4).",
        footer = {
            "",
            "What is cut off at the end of a chain is found with heads noted earlier: --save-heads, then --heads.",
            "Exit code 0: all is sound; 1: it could not be verified; 2: wrong usage; 3: there are findings."
        },
        mixinStandardHelpOptions = true)
public final class VerifyCertificatesCommand implements Callable<Integer> {

    /** Something is wrong with a chain. */
    static final int FINDINGS = 3;

    @Mixin
    private OutputOption output = new OutputOption();

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private CertificateSource source = new CertificateSource();

    @Mixin
    private KeysOption keys = new KeysOption();

    @Option(names = "--export", paramLabel = "FILE", description = "Writes what was read, one JSON object a line.")
    private @Nullable Path export;

    @Option(names = "--heads", paramLabel = "FILE", description = "Heads noted earlier, which the chains must lead to.")
    private @Nullable Path heads;

    @Option(names = "--save-heads", paramLabel = "FILE", description = "Writes the heads, where nothing is wrong.")
    private @Nullable Path saveHeads;

    @Override
    public Integer call() {
        ChainVerifier verifier = new ChainVerifier(keys.of(data), heads == null ? List.of() : HeadsFile.read(heads));
        read(verifier);
        Verification verification = verifier.finish();
        output.print(json(verification), _ -> report(verification));
        if (!verification.findings().isEmpty()) {
            return FINDINGS;
        }
        if (saveHeads != null) {
            HeadsFile.write(
                    saveHeads,
                    verification.chains().stream().map(Verification.Chain::head).toList());
        }
        return ExitCode.OK;
    }

    private void read(ChainVerifier verifier) {
        if (export == null) {
            source.read(data, new Reading(verifier, null));
            return;
        }
        try (PrintWriter lines = new PrintWriter(Files.newBufferedWriter(export))) {
            source.read(data, new Reading(verifier, lines));
            if (lines.checkError()) {
                throw new PipelineException(export + " could not be written to its end");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(export + " cannot be written", e);
        }
    }

    /** Verifies what is read, and writes it down where that is asked for. */
    private record Reading(ChainVerifier verifier, @Nullable PrintWriter lines) implements Target {

        @Override
        public void certificate(Certificate certificate, String where) {
            verifier.add(certificate, where);
            if (lines != null) {
                lines.print(line(certificate) + "\n");
            }
        }

        /** One that cannot be written is none when it is read again, as it was no sound one before. */
        private static String line(Certificate certificate) {
            try {
                return CertificateJson.line(certificate);
            } catch (IllegalArgumentException e) {
                return "{}";
            }
        }

        @Override
        public void unreadable(String where) {
            verifier.unreadable(where);
        }
    }

    private static String report(Verification verification) {
        StringBuilder report = new StringBuilder();
        if (!verification.chains().isEmpty()) {
            Table chains = new Table("CHAIN", "SOUND", "FROM", "TO", "HEAD");
            verification
                    .chains()
                    .forEach(chain -> chains.row(
                            chain.head().chain(),
                            Long.toString(chain.certificates()),
                            Long.toString(chain.first()),
                            Long.toString(chain.head().sequence()),
                            chain.head().hash()));
            report.append(chains).append(System.lineSeparator());
        }
        if (!verification.findings().isEmpty()) {
            Table findings = new Table("FINDING", "CHAIN", "CERTIFICATE", "WHERE");
            verification
                    .findings()
                    .forEach(one -> findings.row(word(one.kind()), one.chain(), number(one), one.where()));
            report.append(findings).append(System.lineSeparator());
        }
        int found = verification.findings().size();
        return report.append("%d chains, %d certificates: %s%n"
                        .formatted(
                                verification.chains().size(),
                                verification.certificates(),
                                found == 0 ? "all sound" : found + (found == 1 ? " finding" : " findings")))
                .toString();
    }

    private static String number(ChainFinding finding) {
        if (finding.kind() == ChainFinding.Kind.UNREADABLE || finding.kind() == ChainFinding.Kind.UNSIGNED) {
            return "";
        }
        return finding.from() == finding.to() ? "" + finding.from() : finding.from() + " to " + finding.to();
    }

    private static JsonNode json(Verification verification) {
        ObjectNode answer = Json.MAPPER
                .createObjectNode()
                .put("sound", verification.findings().isEmpty())
                .put("certificates", verification.certificates());
        ArrayNode chains = answer.putArray("chains");
        for (Verification.Chain chain : verification.chains()) {
            chains.addObject()
                    .put("chain", chain.head().chain())
                    .put("certificates", chain.certificates())
                    .put("from", chain.first())
                    .put("to", chain.head().sequence())
                    .put("head", chain.head().hash());
        }
        ArrayNode findings = answer.putArray("findings");
        for (ChainFinding one : verification.findings()) {
            findings.addObject()
                    .put("finding", word(one.kind()))
                    .put("chain", one.chain())
                    .put("from", one.from())
                    .put("to", one.to())
                    .put("where", one.where());
        }
        return answer;
    }

    private static String word(ChainFinding.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
