package io.lethe.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.local.client.PipelineClient;
import io.lethe.local.folder.Json;
import io.lethe.local.folder.PipelineException;
import io.lethe.local.terminal.Table;
import io.lethe.schemas.topics.Party;
import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lethe waves}. */
@Command(
        name = "waves",
        description = "Lists erasures that are too many at once and wait for an operator (R6).",
        footer = {"", "'approve' orders what is held; 'drop' gives each of those people a whole grace window more."},
        mixinStandardHelpOptions = true,
        subcommands = {WavesCommand.Approve.class, WavesCommand.Drop.class})
public final class WavesCommand implements Callable<Integer> {

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        try (PipelineClient client = data.client()) {
            output.print(held(client), WavesCommand::table);
            return ExitCode.OK;
        }
    }

    private static JsonNode held(PipelineClient client) {
        try {
            return client.query("/v1/waves").successful(Party.RETENTION_STREAM.label());
        } catch (IOException e) {
            throw new UncheckedIOException(Party.RETENTION_STREAM.label() + " does not answer", e);
        }
    }

    private static String table(JsonNode answer) {
        if (answer.path("waves").isEmpty()) {
            return "no erasure is held%n".formatted() + lastDecision(answer.path("lastDecision"));
        }
        Table table = new Table("PARTITION", "HELD", "SINCE", "LIMIT", "ALLOWED", "DECISION", "DECIDED BY");
        for (JsonNode wave : answer.path("waves")) {
            table.row(
                    wave.path("partition").asText(),
                    wave.path("held").asText(),
                    wave.path("heldSince").asText(""),
                    wave.path("limit").asText(""),
                    wave.path("allowed").asText(""),
                    wave.path("decision").path("decision").asText("none yet"),
                    wave.path("decision").isObject() ? decidedBy(wave.path("decision")) : "");
        }
        return table.toString();
    }

    private static String lastDecision(JsonNode decision) {
        return decision.isObject()
                ? "last decision: %s, at %s, by %s%n"
                        .formatted(
                                decision.path("decision").asText(),
                                decision.path("at").asText(),
                                decidedBy(decision))
                : "";
    }

    private static String decidedBy(JsonNode decision) {
        return decision.path("decidedBy").asText("not known");
    }

    /** What is asked of somebody who decides. */
    private static final class Deciding {

        private static final String NOTHING = "nothing";

        @Mixin
        private DataOption data = new DataOption();

        @Option(
                names = "--reason",
                required = true,
                paramLabel = "TEXT",
                description = "Why; it is kept with the decision.")
        private String reason = "";

        @Option(
                names = "--by",
                paramLabel = "NAME",
                defaultValue = "${sys:user.name}",
                description = "Who decides, by account or role (default: the account that runs this).")
        private String by = "";

        @Option(names = "--yes", description = "Does not ask again.")
        private boolean yes;

        /** Shows how many it is about, asks, and tells the front door. */
        int decide(OutputOption output, String verdict, String consequence) {
            try (PipelineClient client = data.client()) {
                JsonNode held = held(client);
                long count = held.path("held").asLong();
                if (count == 0) {
                    tell(output, count, NOTHING, "no erasure is held; nothing was decided");
                    return ExitCode.OK;
                }
                if (!output.isForPrograms()) {
                    System.out.print(table(held));
                }
                if (!yes && !confirmed(count + " " + consequence)) {
                    tell(output, count, NOTHING, "nothing was decided");
                    return ExitCode.SOFTWARE;
                }
                // As of what was shown: nobody decides on what came after they looked.
                ObjectNode decision = Json.MAPPER
                        .createObjectNode()
                        .put("occurredAt", held.path("at").asText())
                        .put("decision", verdict)
                        .put("reason", reason)
                        .put("decidedBy", by);
                client.publish("wave-decisions", decision.toString()).successful(Party.CONSENT_INGEST.label());
                tell(
                        output,
                        count,
                        verdict,
                        "decided: " + verdict + "; './lethe waves' shows how far it is, " + count + " " + consequence);
                return ExitCode.OK;
            } catch (IOException e) {
                throw new UncheckedIOException(Party.CONSENT_INGEST.label() + " does not answer", e);
            }
        }

        private static void tell(OutputOption output, long held, String decided, String forPeople) {
            output.print(
                    Json.MAPPER.createObjectNode().put("held", held).put("decided", decided),
                    _ -> forPeople + System.lineSeparator());
        }

        private static boolean confirmed(String what) {
            Console console = System.console();
            if (console == null || !console.isTerminal()) {
                throw new PipelineException(what + "; there is no terminal to ask on, so say --yes");
            }
            return console.readLine("%s. Type yes to go on: ", what).strip().equals("yes");
        }
    }

    /** {@code lethe waves approve}. */
    @Command(name = "approve", description = "Lets the erasures go that are held now.", mixinStandardHelpOptions = true)
    static final class Approve implements Callable<Integer> {

        @Mixin
        private Deciding deciding = new Deciding();

        @Mixin
        private OutputOption output = new OutputOption();

        @Override
        public Integer call() {
            return deciding.decide(output, "approve", "subjects are erased everywhere, for good");
        }
    }

    /** {@code lethe waves drop}. */
    @Command(
            name = "drop",
            description = "Erases nobody who is held now: each gets a whole grace window more.",
            mixinStandardHelpOptions = true)
    static final class Drop implements Callable<Integer> {

        @Mixin
        private Deciding deciding = new Deciding();

        @Mixin
        private OutputOption output = new OutputOption();

        @Override
        public Integer call() {
            return deciding.decide(output, "drop", "subjects get a whole grace window more");
        }
    }
}
