package io.lethe.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.local.client.PipelineClient;
import io.lethe.local.folder.Json;
import io.lethe.local.terminal.Table;
import io.lethe.schemas.topics.Party;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lethe holds}. */
@Command(
        name = "holds",
        description = "Lists the legal holds and restrictions that stand, the oldest first (R4).",
        footer = {
            "",
            "A hold is listed with whom it was placed on; it reaches all that are linked. It names nobody: './lethe subject --id S' shows",
            "what else is known of a subject."
        },
        mixinStandardHelpOptions = true,
        subcommands = {HoldsCommand.Place.class, HoldsCommand.Release.class})
public final class HoldsCommand implements Callable<Integer> {

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Mixin
    private PageOption page = new PageOption();

    @Override
    public Integer call() {
        try (PipelineClient client = data.client()) {
            output.print(
                    client.query("/v1/holds?" + page.query()).successful(Party.RETENTION_STREAM.label()),
                    HoldsCommand::table);
            return ExitCode.OK;
        } catch (IOException e) {
            throw new UncheckedIOException(Party.RETENTION_STREAM.label() + " does not answer", e);
        }
    }

    private static String table(JsonNode answer) {
        Table table = new Table("HOLD", "SINCE", "BY", "SUBJECT");
        for (JsonNode one : answer.path("holds")) {
            table.row(
                    one.path("holdId").asText(),
                    one.path("since").asText(),
                    one.path("decidedBy").asText("not known"),
                    one.path("subjectId").asText());
        }
        return PageOption.text(answer, table, answer.path("holds").isEmpty(), "no hold stands");
    }

    /** What is asked of somebody who decides. */
    private static final class Deciding {

        @Mixin
        private DataOption data = new DataOption();

        @Parameters(paramLabel = "HOLD", description = "The id of the hold; yours to choose where it is placed.")
        private String hold = "";

        @ArgGroup(multiplicity = "1")
        private SubjectOption subject = new SubjectOption();

        @Option(
                names = "--reason",
                required = true,
                paramLabel = "TEXT",
                description = "Why; it is kept with the hold. Name nobody in it.")
        private String reason = "";

        @Option(
                names = "--by",
                paramLabel = "NAME",
                defaultValue = "${sys:user.name}",
                description = "Who decides, by account or role (default: the account that runs this).")
        private String by = "";

        int decide(String action, OutputOption output) {
            try (PipelineClient client = data.client()) {
                List<String> ids = subject.ids(client);
                ObjectNode decision = Json.MAPPER
                        .createObjectNode()
                        .put("subjectId", ids.getFirst())
                        .put("holdId", hold)
                        .put("action", action)
                        .put("reason", reason)
                        .put("decidedBy", by);
                output.print(
                        client.publish("holds", decision.toString()).successful(Party.CONSENT_INGEST.label()),
                        _ -> "said: %s %s on %s%n".formatted(action, hold, ids.getFirst()));
                return ExitCode.OK;
            } catch (IOException e) {
                throw new UncheckedIOException(Party.CONSENT_INGEST.label() + " does not answer", e);
            }
        }
    }

    /** {@code lethe holds place}. */
    @Command(
            name = "place",
            description = "Nothing of a person, or of who is linked, is erased from now on.",
            mixinStandardHelpOptions = true)
    static final class Place implements Callable<Integer> {

        @Mixin
        private Deciding deciding = new Deciding();

        @Mixin
        private OutputOption output = new OutputOption();

        @Override
        public Integer call() {
            return deciding.decide("place", output);
        }
    }

    /** {@code lethe holds release}. */
    @Command(
            name = "release",
            description =
                    "What waited for this hold goes on by itself; of a restriction the id is restriction:REQUEST.",
            mixinStandardHelpOptions = true)
    static final class Release implements Callable<Integer> {

        @Mixin
        private Deciding deciding = new Deciding();

        @Mixin
        private OutputOption output = new OutputOption();

        @Override
        public Integer call() {
            return deciding.decide("release", output);
        }
    }
}
