package io.lethe.local.command;

import io.lethe.kafka.letters.DeadLetterReader;
import io.lethe.schemas.topics.Party;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whose dead letters a command is about. */
final class ServiceOption {

    /** The services that have dead letters, for the help. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return DeadLetterReader.services().stream().map(Party::label).iterator();
        }
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--service",
            paramLabel = "S",
            completionCandidates = Names.class,
            description = "Dead letters of one service only: ${COMPLETION-CANDIDATES}.")
    private @Nullable String name;

    List<Party> chosen() {
        if (name == null) {
            return DeadLetterReader.services();
        }
        return List.of(DeadLetterReader.services().stream()
                .filter(service -> service.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(),
                        "'" + name + "' has no dead letters; there are those of " + String.join(", ", new Names()))));
    }
}
