package io.lethe.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.lethe.local.client.AuditReader;
import io.lethe.local.client.PipelineClient;
import io.lethe.local.folder.AppliedPolicy;
import io.lethe.local.folder.Json;
import io.lethe.local.terminal.Table;
import io.lethe.schemas.topics.EventJson;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lethe audit}. */
@Command(
        name = "audit",
        description = "Lists who looked at which subject through the console, and who did what; the newest last.",
        footer = {
            "",
            "An act has two lines: that it was asked for, and how it ended. Nobody is named but who looked, acted, or came in; of those who were not let in it is said how many."
        },
        mixinStandardHelpOptions = true)
public final class AuditCommand implements Callable<Integer> {

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "From when on, such as 2026-03-01T00:00:00+01:00 (default: all that is kept).")
    private @Nullable OffsetDateTime since;

    @ArgGroup(exclusive = false)
    private @Nullable BrokerOption broker;

    @Override
    public Integer call() {
        EventJson shape = new EventJson(AppliedPolicy.zone(data.forUse()));
        ArrayNode events = Json.MAPPER.createArrayNode();
        @Nullable Instant from = since == null ? null : since.toInstant();
        if (broker != null) {
            Map<String, Object> settings = broker.settings();
            AuditReader.read(settings, settings, from, event -> events.add(shape.object(event)));
        } else {
            try (PipelineClient client = data.client()) {
                AuditReader.read(client, from, event -> events.add(shape.object(event)));
            }
        }
        output.print(events, AuditCommand::table);
        return ExitCode.OK;
    }

    private static String table(JsonNode events) {
        if (events.isEmpty()) {
            return "nobody has looked at anybody, or done anything, through the console%n".formatted();
        }
        Table table = new Table("WHEN", "WHO", "ROLES", "ACT", "OUTCOME", "ON", "REASON");
        for (JsonNode event : events) {
            table.row(
                    event.path("at").asText(),
                    event.path("user").asText().isEmpty()
                            ? "-"
                            : event.path("user").asText(),
                    String.join(",", Json.MAPPER.convertValue(event.path("roles"), String[].class)),
                    event.path("act").asText(),
                    event.path("outcome").asText(),
                    String.join(
                            " ",
                            Stream.of("subjectId", "orderId", "system", "holdId", "requestId", "deadLetters")
                                    .map(event::path)
                                    .filter(JsonNode::isTextual)
                                    .map(JsonNode::asText)
                                    .toList()),
                    event.path("reason").asText(""));
        }
        return table.toString();
    }
}
