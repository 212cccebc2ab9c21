package io.lethe.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.local.client.PipelineClient;
import io.lethe.local.folder.Json;
import io.lethe.local.folder.PipelineException;
import io.lethe.local.terminal.Table;
import io.lethe.schemas.topics.Party;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lethe erasure}. */
@Command(
        name = "erasure",
        description =
                "Lists what is open and what waits for an operator, shows where an erasure order stands, and decides on what recipient systems still owe for it (E3).",
        footer = {
            "",
            "'retry' asks once more, also after the deadline; 'waive' releases the system from its duty; 'close' says that it has",
            "deleted by other means. Each is kept with its reason and with who decided; the reasons of the last two stand in the certificate.",
            "Exit code 1: there is no such order, or it was finished so long ago that it is forgotten."
        },
        mixinStandardHelpOptions = true,
        subcommands = {
            ErasureCommand.Open.class,
            ErasureCommand.Escalated.class,
            ErasureCommand.Show.class,
            ErasureCommand.Retry.class,
            ErasureCommand.Waive.class,
            ErasureCommand.Close.class,
            ReapplyCommand.class
        })
public final class ErasureCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "Missing required subcommand: list, escalated, show, retry, waive, close or reapply");
    }

    private static JsonNode order(PipelineClient client, String orderId) throws IOException {
        PipelineClient.Answer answer = client.erasure(orderId);
        if (answer.status() == 404) {
            throw new PipelineException("there is no such order, or it was finished so long ago that it is forgotten; "
                    + "'./lethe watch erasure-status --from-beginning' has all of them");
        }
        return answer.successful(Party.ERASURE_WORKER.label());
    }

    private static String table(JsonNode order) {
        Table table = new Table("SYSTEM", "STATE", "ATTEMPTS", "CHANGED", "NEXT", "DECIDED BY", "REASON");
        for (JsonNode system : order.path("systems")) {
            table.row(
                    system.path("system").asText(),
                    system.path("state").asText("done"),
                    system.path("attempts").asText(""),
                    system.path("changedAt").asText(""),
                    system.path("nextAt").asText(""),
                    decidedBy(system.path("decision")),
                    system.path("reason").asText(""));
        }
        return "%s, %s%n%s%s%s"
                .formatted(
                        order.path("orderId").asText(),
                        order.path("status").asText(),
                        time("recipients done", order.path("recipientsDoneAt")),
                        time("own copies gone", order.path("forgottenAt")),
                        table);
    }

    private static String decidedBy(JsonNode decision) {
        return decision.isObject() ? decision.path("decidedBy").asText("not known") : "";
    }

    private static String time(String what, JsonNode at) {
        return at.isTextual() ? "%s: %s%n".formatted(what, at.asText()) : "";
    }

    /** {@code lethe erasure list}. */
    @Command(
            name = "list",
            description = "Lists open orders, first what is looked at next.",
            footer = {"", "An order that waits for nothing but an operator is among those of 'escalated'."},
            mixinStandardHelpOptions = true)
    static final class Open implements Callable<Integer> {

        @Mixin
        private DataOption data = new DataOption();

        @Mixin
        private OutputOption output = new OutputOption();

        @Mixin
        private PageOption page = new PageOption();

        @Override
        public Integer call() {
            return listed(data, output, Open::table, client -> client.openErasures(page.limit(), page.after()));
        }

        private static String table(JsonNode answer) {
            Table table = new Table("NEXT", "ORDER", "STATUS", "OWED", "SYSTEMS", "DUE");
            for (JsonNode one : answer.path("erasures")) {
                table.row(
                        one.path("nextAt").asText(),
                        one.path("orderId").asText(),
                        one.path("status").asText(),
                        one.path("owing").asText(),
                        one.path("systems").asText(),
                        one.path("dueAt").asText(""));
            }
            return PageOption.text(answer, table, answer.path("erasures").isEmpty(), "no erasure is under way");
        }
    }

    /** What is asked of the worker. */
    private interface Question {
        PipelineClient.Answer ask(PipelineClient client) throws IOException;
    }

    private static int listed(
            DataOption data, OutputOption output, Function<JsonNode, String> table, Question question) {
        try (PipelineClient client = data.client()) {
            output.print(question.ask(client).successful(Party.ERASURE_WORKER.label()), table);
            return ExitCode.OK;
        } catch (IOException e) {
            throw new UncheckedIOException(Party.ERASURE_WORKER.label() + " does not answer", e);
        }
    }

    /** {@code lethe erasure escalated}. */
    @Command(
            name = "escalated",
            description =
                    "Lists what recipient systems owe and nobody asks them for again before you decide, oldest first.",
            footer = {"", "It leaves the list when it is retried, waived, closed or answered."},
            mixinStandardHelpOptions = true)
    static final class Escalated implements Callable<Integer> {

        @Mixin
        private DataOption data = new DataOption();

        @Mixin
        private OutputOption output = new OutputOption();

        @Mixin
        private PageOption page = new PageOption();

        @Override
        public Integer call() {
            return listed(data, output, Escalated::table, client -> client.escalations(page.limit(), page.after()));
        }

        private static String table(JsonNode answer) {
            Table table = new Table("SINCE", "ORDER", "SYSTEM", "STATE", "REASON");
            for (JsonNode one : answer.path("escalations")) {
                table.row(
                        one.path("since").asText(),
                        one.path("orderId").asText(),
                        one.path("system").asText("the whole order"),
                        one.path("state").asText(),
                        one.path("reason").asText(""));
            }
            return PageOption.text(
                    answer, table, answer.path("escalations").isEmpty(), "no erasure waits for an operator");
        }
    }

    /** {@code lethe erasure show}. */
    @Command(
            name = "show",
            description = "Shows where an order stands, system by system.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {

        @Mixin
        private DataOption data = new DataOption();

        @Mixin
        private OutputOption output = new OutputOption();

        @Parameters(paramLabel = "ORDER", description = "The order's id, as erasure-orders and erasure-status have it.")
        private String orderId = "";

        @Override
        public Integer call() {
            try (PipelineClient client = data.client()) {
                output.print(order(client, orderId), ErasureCommand::table);
                return ExitCode.OK;
            } catch (IOException e) {
                throw new UncheckedIOException(Party.ERASURE_WORKER.label() + " does not answer", e);
            }
        }
    }

    /** What is asked of somebody who decides. */
    private static final class Deciding {

        @Mixin
        private DataOption data = new DataOption();

        @Parameters(paramLabel = "ORDER", description = "The order's id.")
        private String orderId = "";

        @Option(
                names = "--system",
                paramLabel = "S",
                description = "The recipient system it is about. Left out: every one that still owes an answer.")
        private @Nullable String system;

        @Option(
                names = "--reason",
                required = true,
                paramLabel = "TEXT",
                description = "Why; it is kept with the decision. Name nobody in it.")
        private String reason = "";

        @Option(
                names = "--by",
                paramLabel = "NAME",
                defaultValue = "${sys:user.name}",
                description = "Who decides, by account or role (default: the account that runs this).")
        private String by = "";

        /** Sees that there is such an order, and tells the front door. */
        int decide(String verdict, OutputOption output) {
            try (PipelineClient client = data.client()) {
                order(client, orderId);
                ObjectNode decision = Json.MAPPER
                        .createObjectNode()
                        .put("orderId", orderId)
                        .put("decision", verdict)
                        .put("reason", reason)
                        .put("decidedBy", by);
                if (system != null) {
                    decision.put("system", system);
                }
                output.print(
                        client.publish("erasure-decisions", decision.toString())
                                .successful(Party.CONSENT_INGEST.label()),
                        _ -> ("decided: %s; './lethe erasure show' shows what has come of it, and what "
                                        + "cannot be carried out is among the dead letters%n")
                                .formatted(verdict));
                return ExitCode.OK;
            } catch (IOException e) {
                throw new UncheckedIOException("the pipeline does not answer", e);
            }
        }
    }

    /** {@code lethe erasure retry}. */
    @Command(name = "retry", description = "Has a command given once more, at once.", mixinStandardHelpOptions = true)
    static final class Retry implements Callable<Integer> {

        @Mixin
        private Deciding deciding = new Deciding();

        @Mixin
        private OutputOption output = new OutputOption();

        @Override
        public Integer call() {
            return deciding.decide("retry", output);
        }
    }

    /** {@code lethe erasure waive}. */
    @Command(name = "waive", description = "Releases a system from its duty.", mixinStandardHelpOptions = true)
    static final class Waive implements Callable<Integer> {

        @Mixin
        private Deciding deciding = new Deciding();

        @Mixin
        private OutputOption output = new OutputOption();

        @Override
        public Integer call() {
            return deciding.decide("waive", output);
        }
    }

    /** {@code lethe erasure close}. */
    @Command(
            name = "close",
            description = "Says that a system has deleted by other means.",
            mixinStandardHelpOptions = true)
    static final class Close implements Callable<Integer> {

        @Mixin
        private Deciding deciding = new Deciding();

        @Mixin
        private OutputOption output = new OutputOption();

        @Override
        public Integer call() {
            return deciding.decide("close", output);
        }
    }
}
