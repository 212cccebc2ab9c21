package io.lethe.local.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.kafka.letters.DeadLetterReader;
import io.lethe.kafka.letters.Position;
import io.lethe.kafka.letters.Replay;
import io.lethe.local.client.PipelineClient;
import io.lethe.local.folder.Json;
import io.lethe.local.folder.PipelineException;
import io.lethe.local.terminal.Progress;
import io.lethe.schemas.DeadLetter;
import io.lethe.schemas.topics.Party;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lethe dead-letters replay}. */
@Command(
        name = "replay",
        description =
                "Writes the records that dead letters point at again, byte for byte, each to its own topic and partition.",
        footer = {
            "",
            "Whoever reads the topic reads them once more; who could process them before sees a repeat, which changes nothing.",
            "Each gets the header " + Replay.HEADER
                    + ", the position it repeats. Letters stay listed until they age out.",
            "On a cluster that authorizes, log in with --config: the principal has to read dead letters, and to read and write the topics they point at.",
            "Exit code 1: a position is not a dead letter, and nothing was written; or a position that was named could not be replayed."
        },
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private ServiceOption service = new ServiceOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @ArgGroup(multiplicity = "1")
    private Which which = new Which();

    /** Which dead letters. */
    static final class Which {
        @Option(names = "--all", required = true, description = "Every dead letter whose record is still there.")
        private boolean all;

        @Parameters(
                paramLabel = "POSITION",
                arity = "1..*",
                description = "As './lethe dead-letters' shows it, such as interactions-3-17.")
        private List<Position> positions = new ArrayList<>();
    }

    @ArgGroup(exclusive = false)
    private @Nullable BrokerOption broker;

    @Override
    public Integer call() {
        List<Party> services = service.chosen();
        if (broker != null) {
            Map<String, Object> settings = broker.settings();
            return replay(DeadLetterReader.read(settings, settings, services), settings);
        }
        try (PipelineClient client = data.client()) {
            return replay(DeadLetterReader.read(client.kafka(), client.registry(), services), client.kafka());
        }
    }

    private int replay(Collection<DeadLetter> read, Map<String, Object> kafka) {
        Set<Position> letters = positions(read);
        Collection<Position> wanted = which.all ? letters : new TreeSet<>(which.positions);
        refuseOthers(wanted, letters);
        if (wanted.isEmpty()) {
            if (!output.isForPrograms()) {
                System.out.println("there are no dead letters");
            }
            return ExitCode.OK;
        }
        Report report = new Report(wanted.size(), output);
        try (Replay replay = new Replay(kafka)) {
            replay.run(wanted, report::add);
        }
        report.sum();
        return which.all || report.isComplete() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static Set<Position> positions(Collection<DeadLetter> letters) {
        return letters.stream().map(DeadLetterReader::position).collect(Collectors.toCollection(TreeSet::new));
    }

    private static void refuseOthers(Collection<Position> wanted, Set<Position> letters) {
        List<String> others = wanted.stream()
                .filter(position -> !letters.contains(position))
                .map(Position::toString)
                .toList();
        if (!others.isEmpty()) {
            throw new PipelineException("no dead letter points at " + String.join(", ", others)
                    + "; './lethe dead-letters' lists those that there are. Nothing was replayed");
        }
    }

    /** Tells what is done while it is done, and the sum of it. */
    private static final class Report {

        private final Progress progress = Progress.onTerminal();
        private final int of;
        private final OutputOption output;
        private int done;
        private int replayed;

        Report(int of, OutputOption output) {
            this.of = of;
            this.output = output;
        }

        void add(Position position, Replay.Outcome outcome) {
            progress.done();
            if (output.isForPrograms()) {
                output.printOneOfSeveral(json(position, outcome));
            } else {
                System.out.println(text(position, outcome));
            }
            done++;
            replayed += outcome instanceof Replay.Replayed ? 1 : 0;
            progress.bar("dead letters", done, of);
        }

        private static ObjectNode json(Position position, Replay.Outcome outcome) {
            ObjectNode line = Json.MAPPER.createObjectNode().put("position", position.toString());
            return switch (outcome) {
                case Replay.Replayed written ->
                    line.put("outcome", "replayed").put("as", written.as().toString());
                case Replay.Gone _ -> line.put("outcome", "gone");
                case Replay.Overtaken _ -> line.put("outcome", "overtaken");
                case Replay.Repeat repeat ->
                    line.put("outcome", "repeat").put("of", repeat.of().toString());
            };
        }

        private static String text(Position position, Replay.Outcome outcome) {
            return switch (outcome) {
                case Replay.Replayed written -> "replayed " + position + " as " + written.as();
                case Replay.Gone _ -> "not replayed " + position + ": its topic has removed the record already";
                case Replay.Overtaken _ ->
                    "not replayed " + position + ": a later record of the same key has taken its place";
                case Replay.Repeat repeat ->
                    "not replayed " + position + ": it repeats " + repeat.of() + ", which is replayed itself";
            };
        }

        void sum() {
            progress.done();
            if (!output.isForPrograms()) {
                System.out.println("replayed " + replayed + " of " + of);
            }
        }

        boolean isComplete() {
            return replayed == of;
        }
    }
}
