package io.lethe.local.command;

import io.lethe.certificate.CertificateKeys;
import io.lethe.certificate.CertificateSigner;
import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.PipelineException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** With which keys certificates are verified. */
final class KeysOption {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "A public key, as GET /v1/certificate-key tells it; once for each key that was ever used"
                    + " (default: that of the data folder).")
    private List<String> keys = List.of();

    /**
     * @throws ParameterException where one that was given is none
     * @throws PipelineException where none was given and the folder has none
     */
    CertificateKeys of(DataOption data) {
        try {
            return new CertificateKeys(keys.isEmpty() ? List.of(ownKey(data)) : keys);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(Objects.requireNonNull(command).commandLine(), "--key: " + e.getMessage());
        }
    }

    private static String ownKey(DataOption data) {
        DataFolder folder = data.forUse();
        try {
            return new CertificateSigner(
                            Files.readString(folder.certificateKey()).strip())
                    .publicKey();
        } catch (IOException e) {
            throw new PipelineException("there is no key in " + folder.root() + "; say --key, or name its --data");
        }
    }
}
