package io.lethe.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.lethe.local.client.PipelineClient;
import io.lethe.local.terminal.Table;
import io.lethe.schemas.topics.Party;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lethe consents}. */
@Command(
        name = "consents",
        description =
                "Counts people and devices by what they have consented to, at the end of each month and now (C1).",
        mixinStandardHelpOptions = true)
public final class ConsentsCommand implements Callable<Integer> {

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Option(
            names = "--months",
            paramLabel = "N",
            defaultValue = "6",
            description = "How many months, this one included, up to 120 (default: ${DEFAULT-VALUE}).")
    private int months;

    @Override
    public Integer call() {
        try (PipelineClient client = data.client()) {
            output.print(
                    client.query("/v1/consent-counts?months=" + months).successful(Party.RETENTION_STREAM.label()),
                    ConsentsCommand::table);
            return ExitCode.OK;
        } catch (IOException e) {
            throw new UncheckedIOException(Party.RETENTION_STREAM.label() + " does not answer", e);
        }
    }

    private static String table(JsonNode answer) {
        List<String> months = new ArrayList<>();
        Map<List<String>, Map<String, String>> rows =
                new TreeMap<>((one, other) -> String.join(" ", one).compareTo(String.join(" ", other)));
        for (JsonNode month : answer.path("months")) {
            String name = month.path("month").asText();
            months.add(name);
            for (JsonNode one : month.path("counts")) {
                List<String> row = List.of(
                        one.path("purpose").asText(),
                        one.path("recipient").asText("all"),
                        one.path("status").asText());
                rows.computeIfAbsent(row, _ -> new TreeMap<>())
                        .put(name, one.path("count").asText());
            }
        }
        if (rows.isEmpty()) {
            return "nobody has said anything yet%n".formatted();
        }
        Table table = new Table(Stream.concat(Stream.of("PURPOSE", "RECIPIENT", "STATUS"), months.stream())
                .toArray(String[]::new));
        rows.forEach((row, counts) ->
                table.row(Stream.concat(row.stream(), months.stream().map(month -> counts.getOrDefault(month, "0")))
                        .toArray(String[]::new)));
        return answer.path("complete").asBoolean()
                ? table.toString()
                : "%ssubjects of an older version are still being counted%n".formatted(table);
    }
}
