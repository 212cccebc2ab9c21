package io.lethe.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.lethe.local.client.PipelineClient;
import io.lethe.local.terminal.Table;
import io.lethe.schemas.topics.Party;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lethe deadlines}. */
@Command(
        name = "deadlines",
        description =
                "Counts what falls due, by month and kind, if nothing more is heard of anybody: an interaction puts the end of a"
                        + " retention period off, and the erasure after it (R3).",
        mixinStandardHelpOptions = true)
public final class DeadlinesCommand implements Callable<Integer> {

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Option(
            names = "--months",
            paramLabel = "N",
            defaultValue = "12",
            description = "How many months, this one included, up to 120 (default: ${DEFAULT-VALUE}).")
    private int months;

    @Override
    public Integer call() {
        try (PipelineClient client = data.client()) {
            output.print(
                    client.query("/v1/deadline-counts?months=" + months).successful(Party.RETENTION_STREAM.label()),
                    DeadlinesCommand::table);
            return ExitCode.OK;
        } catch (IOException e) {
            throw new UncheckedIOException(Party.RETENTION_STREAM.label() + " does not answer", e);
        }
    }

    private static String table(JsonNode answer) {
        Map<String, JsonNode> rows = new LinkedHashMap<>();
        rows.put("before", answer.path("earlier"));
        answer.path("months").forEach(one -> rows.put(one.path("month").asText(), one.path("counts")));
        rows.put("later", answer.path("later"));
        Set<String> kinds = new LinkedHashSet<>();
        rows.values()
                .forEach(counts ->
                        counts.forEach(one -> kinds.add(one.path("kind").asText())));
        StringBuilder told = new StringBuilder();
        if (kinds.isEmpty()) {
            told.append("nothing falls due%n".formatted());
        } else {
            List<String> heads = new ArrayList<>(List.of("MONTH"));
            kinds.forEach(kind -> heads.add(kind.toUpperCase(Locale.ROOT)));
            Table table = new Table(heads.toArray(String[]::new));
            rows.forEach((name, counts) -> table.row(row(name, counts, kinds)));
            told.append(table);
        }
        if (!answer.path("complete").asBoolean()) {
            told.append("not whole yet: subjects are still being counted%n".formatted());
        }
        return told.toString();
    }

    private static String[] row(String name, JsonNode counts, Set<String> kinds) {
        List<String> row = new ArrayList<>(List.of(name));
        for (String kind : kinds) {
            String count = "0";
            for (JsonNode one : counts) {
                count = one.path("kind").asText().equals(kind)
                        ? one.path("count").asText()
                        : count;
            }
            row.add(count);
        }
        return row.toArray(String[]::new);
    }
}
