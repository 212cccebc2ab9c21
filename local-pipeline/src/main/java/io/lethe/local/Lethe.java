package io.lethe.local;

import io.lethe.kafka.letters.Position;
import io.lethe.local.command.AclsCommand;
import io.lethe.local.command.AuditCommand;
import io.lethe.local.command.ClockCommand;
import io.lethe.local.command.CompletionCommand;
import io.lethe.local.command.ConsentsCommand;
import io.lethe.local.command.DeadLettersCommand;
import io.lethe.local.command.DeadlinesCommand;
import io.lethe.local.command.DemoCommand;
import io.lethe.local.command.DownCommand;
import io.lethe.local.command.ErasureCommand;
import io.lethe.local.command.ExportCommand;
import io.lethe.local.command.FrontEndKeysCommand;
import io.lethe.local.command.HoldsCommand;
import io.lethe.local.command.IdentifierKeysCommand;
import io.lethe.local.command.PolicyCommand;
import io.lethe.local.command.RightsCommand;
import io.lethe.local.command.SendCommand;
import io.lethe.local.command.SubjectCommand;
import io.lethe.local.command.TestCommand;
import io.lethe.local.command.TopicsCommand;
import io.lethe.local.command.TrainCommand;
import io.lethe.local.command.UpCommand;
import io.lethe.local.command.VerifyCertificatesCommand;
import io.lethe.local.command.WatchCommand;
import io.lethe.local.command.WavesCommand;
import io.lethe.local.folder.PipelineException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The {@code lethe} command. */
@Command(
        name = "lethe",
        description = "Consent and retention on Kafka, on one machine.",
        mixinStandardHelpOptions = true,
        version = "0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            DemoCommand.class,
            TestCommand.class,
            SendCommand.class,
            WatchCommand.class,
            SubjectCommand.class,
            ExportCommand.class,
            ClockCommand.class,
            PolicyCommand.class,
            FrontEndKeysCommand.class,
            IdentifierKeysCommand.class,
            TopicsCommand.class,
            DeadLettersCommand.class,
            AuditCommand.class,
            HoldsCommand.class,
            WavesCommand.class,
            ConsentsCommand.class,
            DeadlinesCommand.class,
            ErasureCommand.class,
            RightsCommand.class,
            AclsCommand.class,
            VerifyCertificatesCommand.class,
            CompletionCommand.class,
            TrainCommand.class,
            HelpCommand.class
        })
public final class Lethe {

    private Lethe() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Lethe());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.registerConverter(Instant.class, Lethe::instant);
        line.registerConverter(Duration.class, Lethe::duration);
        line.registerConverter(Position.class, Lethe::position);
        line.setExecutionExceptionHandler((failure, command, _) -> {
            if (failure instanceof PipelineException) {
                command.getErr().println("lethe: " + failure.getMessage());
            } else if (failure instanceof UncheckedIOException unchecked) {
                command.getErr().println("lethe: " + failure.getMessage() + " (" + unchecked.getCause() + ")");
            } else if (failure instanceof AuthenticationException || failure instanceof AuthorizationException) {
                command.getErr()
                        .println("lethe: the broker refuses: " + failure.getMessage()
                                + " (--config says who you are, './lethe acls' what a principal may)");
            } else if (failure instanceof KafkaException) {
                command.getErr()
                        .println("lethe: " + failure.getMessage()
                                + (failure.getCause() == null ? "" : " (" + failure.getCause() + ")"));
            } else {
                throw failure;
            }
            return CommandLine.ExitCode.SOFTWARE;
        });
        return line;
    }

    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new CommandLine.TypeConversionException(
                    "'" + text + "' is not a time with an offset, such as 2026-03-01T09:30:00+01:00");
        }
    }

    private static Position position(String text) {
        try {
            return Position.parse(text);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.TypeConversionException(e.getMessage());
        }
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new CommandLine.TypeConversionException("'" + text + "' is not a period such as PT30S or P1D");
        }
    }
}
