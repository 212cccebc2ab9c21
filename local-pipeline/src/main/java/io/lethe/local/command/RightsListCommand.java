package io.lethe.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.lethe.local.client.PipelineClient;
import io.lethe.local.terminal.Table;
import io.lethe.schemas.topics.Party;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lethe rights list}. */
@Command(
        name = "list",
        description = "Lists the rights requests that are open, in the order in which they have to be answered (G1).",
        footer = {
            "",
            "CLOCK is running, at-risk, overdue, or paused while identity is being proven. A request that was made for a device too is",
            "listed for both. It names nobody: './lethe subject --id S' shows what else is known of a subject."
        },
        mixinStandardHelpOptions = true)
final class RightsListCommand implements Callable<Integer> {

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Only what is identity-to-be-proven, open, extended or in-progress.")
    private @Nullable String state;

    @Option(names = "--right", paramLabel = "R", description = "Only requests for this right.")
    private @Nullable String right;

    @Option(
            names = "--until",
            paramLabel = "INSTANT",
            description = "Only what has to be answered by then, such as 2026-04-01T23:59:59+02:00.")
    private @Nullable Instant until;

    @Mixin
    private PageOption page = new PageOption();

    @Override
    public Integer call() {
        try (PipelineClient client = data.client()) {
            output.print(
                    client.query("/v1/rights-requests?" + question()).successful(Party.RETENTION_STREAM.label()),
                    RightsListCommand::table);
            return ExitCode.OK;
        } catch (IOException e) {
            throw new UncheckedIOException(Party.RETENTION_STREAM.label() + " does not answer", e);
        }
    }

    private String question() {
        List<String> parts = new ArrayList<>(List.of("limit=" + page.limit()));
        ask(parts, "state", state);
        ask(parts, "right", right);
        ask(parts, "until", until);
        ask(parts, "after", page.after());
        return String.join("&", parts);
    }

    private static void ask(List<String> parts, String parameter, @Nullable Object value) {
        if (value != null) {
            parts.add(parameter + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
        }
    }

    private static String table(JsonNode answer) {
        Table table = new Table("DUE", "CLOCK", "STATE", "RIGHT", "REQUEST", "SUBJECT", "ALLOWED");
        for (JsonNode one : answer.path("requests")) {
            List<String> allowed = new ArrayList<>();
            one.path("allowed").forEach(act -> allowed.add(act.asText()));
            table.row(
                    one.path("dueAt").asText(),
                    one.path("clock").asText(),
                    one.path("status").asText(),
                    one.path("right").asText(),
                    one.path("requestId").asText(),
                    one.path("subjectId").asText(),
                    String.join(", ", allowed));
        }
        return PageOption.text(answer, table, answer.path("requests").isEmpty(), "no such request is open");
    }
}
