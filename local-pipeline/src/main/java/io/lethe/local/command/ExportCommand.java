package io.lethe.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.lethe.local.client.PipelineClient;
import io.lethe.local.folder.Json;
import io.lethe.local.folder.PipelineException;
import io.lethe.schemas.topics.Party;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lethe export}. */
@Command(
        name = "export",
        description = {
            "Hands out all that the pipeline stores of a person, and of what is linked to them and theirs, as one JSON document:",
            "for a request of access (art. 15 GDPR) or of portability (art. 20)."
        },
        footer = {
            "",
            "It holds no identifier and no value that the recipient systems have: those are asked for there.",
            "Exit code 1: the pipeline has never seen the person, or the file is there already."
        },
        mixinStandardHelpOptions = true)
public final class ExportCommand implements Callable<Integer> {

    private static final String RETENTION_STREAM = Party.RETENTION_STREAM.label();

    /** For which right. */
    private enum Purpose {
        ACCESS,
        PORTABILITY;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** In which form. */
    private enum Format {
        JSON("application/json"),
        DPV("application/ld+json");

        private final String type;

        Format(String type) {
            this.type = type;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private DataOption data = new DataOption();

    @ArgGroup(multiplicity = "1")
    private SubjectOption subject = new SubjectOption();

    @Option(
            names = "--right",
            paramLabel = "RIGHT",
            description = "${COMPLETION-CANDIDATES}: all of it, or what the person provided (default: access).")
    private Purpose right = Purpose.ACCESS;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "${COMPLETION-CANDIDATES}: all of it, or the records of consent alone, as ISO/IEC TS 27560 has them, in JSON-LD (default: json).")
    private Format format = Format.JSON;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "A new file, for its owner alone; without it, it is printed.")
    private @Nullable Path file;

    @Override
    public Integer call() {
        Path out = file;
        if (out != null && Files.exists(out)) {
            throw new PipelineException(out + " is there already, and is left as it is; name another file");
        }
        try (PipelineClient client = data.client()) {
            String id = subject.ids(client).getFirst();
            PipelineClient.Answer answer =
                    client.queryFor(format.type, "/v1/subjects/" + id + "/export?right=" + right);
            if (answer.status() == 404) {
                spec.commandLine()
                        .getErr()
                        .println("lethe: "
                                + answer.json().path("detail").asText("the pipeline has never seen this person"));
                return ExitCode.SOFTWARE;
            }
            JsonNode export = answer.successful(RETENTION_STREAM);
            hand(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(export) + System.lineSeparator(), out);
            if (!export.path("complete").asBoolean(true)) {
                spec.commandLine()
                        .getErr()
                        .println("lethe: not all of it is in there; 'leftOut' says what is not, and why");
            }
            return ExitCode.OK;
        } catch (IOException e) {
            throw new UncheckedIOException("retention-stream does not answer", e);
        }
    }

    private void hand(String text, @Nullable Path out) {
        if (out == null) {
            PrintWriter printer = spec.commandLine().getOut();
            printer.print(text);
            printer.flush();
            return;
        }
        try (SeekableByteChannel channel = Files.newByteChannel(
                out,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            Channels.newOutputStream(channel).write(text.getBytes(StandardCharsets.UTF_8));
        } catch (FileAlreadyExistsException e) {
            throw new PipelineException(out + " is there already, and is left as it is; name another file");
        } catch (IOException e) {
            throw new UncheckedIOException(out + " cannot be written", e);
        }
    }
}
