package io.lethe.local.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.kafka.letters.DeadLetterReader;
import io.lethe.local.client.PipelineClient;
import io.lethe.local.folder.AppliedPolicy;
import io.lethe.local.folder.Json;
import io.lethe.local.terminal.Table;
import io.lethe.schemas.DeadLetter;
import io.lethe.schemas.topics.EventJson;
import io.lethe.schemas.topics.Party;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lethe dead-letters}. */
@Command(
        name = "dead-letters",
        description = "Lists what the services could not process, and why; the newest last.",
        footer = {"", "A letter points at its record and holds nothing of it. 'replay' gives records another try."},
        mixinStandardHelpOptions = true,
        subcommands = ReplayCommand.class)
public final class DeadLettersCommand implements Callable<Integer> {

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private ServiceOption service = new ServiceOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Option(names = "--max", paramLabel = "N", description = "Show the newest N only.")
    private @Nullable Integer max;

    @Option(names = "--json", description = "The same as --output json, one object a line.")
    private boolean json;

    @ArgGroup(exclusive = false)
    private @Nullable BrokerOption broker;

    @Override
    public Integer call() {
        List<Party> services = service.chosen();
        List<DeadLetter> letters = read(services);
        List<DeadLetter> shown = newest(letters);
        ZoneId zone = AppliedPolicy.zone(data.forUse());
        if (json || output.isForPrograms()) {
            EventJson shape = new EventJson(zone);
            shown.forEach(letter -> System.out.println(line(letter, shape)));
        } else if (letters.isEmpty()) {
            System.out.println("there are no dead letters");
        } else {
            System.out.print(table(shown, zone));
        }
        return ExitCode.OK;
    }

    private List<DeadLetter> read(List<Party> services) {
        if (broker != null) {
            Map<String, Object> settings = broker.settings();
            return DeadLetterReader.read(settings, settings, services);
        }
        try (PipelineClient client = data.client()) {
            return DeadLetterReader.read(client.kafka(), client.registry(), services);
        }
    }

    private List<DeadLetter> newest(List<DeadLetter> letters) {
        int count = max == null ? letters.size() : Math.clamp(max, 0, letters.size());
        return letters.subList(letters.size() - count, letters.size());
    }

    private static ObjectNode line(DeadLetter letter, EventJson shape) {
        ObjectNode line = Json.MAPPER
                .createObjectNode()
                .put("position", DeadLetterReader.position(letter).toString());
        return line.setAll(shape.object(letter));
    }

    private static Table table(List<DeadLetter> letters, ZoneId zone) {
        Table table = new Table("POSITION", "SERVICE", "REASON", "WHEN", "DETAIL");
        for (DeadLetter letter : letters) {
            table.row(
                    DeadLetterReader.position(letter).toString(),
                    letter.getService(),
                    letter.getReason().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    when(letter.getFailedAt(), zone),
                    letter.getDetail());
        }
        return table;
    }

    private static String when(Instant instant, ZoneId zone) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant.atZone(zone));
    }
}
