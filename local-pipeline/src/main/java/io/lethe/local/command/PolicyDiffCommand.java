package io.lethe.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.lethe.local.client.PipelineClient;
import io.lethe.local.folder.PipelineException;
import io.lethe.local.terminal.Progress;
import io.lethe.local.terminal.Table;
import io.lethe.policy.file.PolicyFile;
import io.lethe.policy.review.PolicyCheck;
import io.lethe.policy.yaml.PolicyException;
import io.lethe.schemas.topics.Party;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lethe policy diff}. */
@Command(
        name = "diff",
        description = "Tells for how many people another policy would change something; nothing is changed.",
        footer = {
            "",
            "Counted is what each subject's own silence leads to under the policy in force and under the other one, and which consents that are given would end.",
            "Exit code 0: compared; 1: it could not be compared; 2: the policy cannot be used."
        },
        mixinStandardHelpOptions = true)
final class PolicyDiffCommand implements Callable<Integer> {

    private static final String RETENTION_STREAM = Party.RETENTION_STREAM.label();
    private static final long BETWEEN_LOOKS_MILLIS = 150;

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Parameters(paramLabel = "NEW", description = "The policy file to compare with the one in force.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        try {
            PolicyFile.load(file);
        } catch (PolicyException e) {
            e.problems().forEach(System.out::println);
            return PolicyCheck.INVALID;
        }
        try (PipelineClient client = data.client()) {
            JsonNode answer = finished(client);
            if (!answer.path("state").asText().equals("finished")) {
                throw new PipelineException("the policies could not be compared: "
                        + answer.path("reason").asText());
            }
            output.print(answer, PolicyDiffCommand::tables);
            return ExitCode.OK;
        } catch (IOException e) {
            throw new UncheckedIOException(RETENTION_STREAM + " does not answer", e);
        }
    }

    private JsonNode finished(PipelineClient client) throws IOException {
        Progress progress = Progress.onTerminal();
        JsonNode answer = client.query("/v1/policy-diffs", "application/yaml", Files.readAllBytes(file))
                .successful(RETENTION_STREAM);
        String path = "/v1/policy-diffs/" + answer.path("id").asText();
        while (answer.path("state").asText().equals("running")) {
            long lookedAt = answer.path("subjects").path("lookedAt").asLong();
            long roughly = answer.path("subjects").path("roughly").asLong();
            progress.bar("subjects", lookedAt, Math.max(lookedAt, roughly));
            pause();
            answer = client.query(path).successful(RETENTION_STREAM);
        }
        progress.done();
        return answer;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PipelineException("interrupted; the comparison itself goes on, and changes nothing");
        }
    }

    private static String tables(JsonNode answer) {
        Table changes = new Table("WHAT", "KIND", "PURPOSE", "SOONER", "LATER", "NEW", "NEVER", "SAME");
        Table months = new Table("MONTH", "WHAT", "KIND", "PURPOSE", "BEFORE", "AFTER");
        JsonNode result = answer.path("result");
        add("lapses", result.path("lapses"), changes, months);
        add("erasures", result.path("erasures"), changes, months);
        add("consents expire", result.path("consentsEnding").path("expired"), changes, months);
        add("consents end by a change", result.path("consentsEnding").path("invalidated"), changes, months);
        JsonNode policies = answer.path("policies");
        return "Policy " + policies.path("before").asText() + " in force, and "
                + policies.path("after").asText() + ": "
                + answer.path("subjects").path("lookedAt").asLong()
                + " subjects looked at, nothing changed%n%n".formatted()
                + changes + System.lineSeparator() + months;
    }

    private static void add(String what, JsonNode rows, Table changes, Table months) {
        for (JsonNode row : rows) {
            String kind = row.path("kind").asText();
            String purpose = row.path("purpose").asText("");
            changes.row(
                    what,
                    kind,
                    purpose,
                    row.path("sooner").asText(),
                    row.path("later").asText(),
                    row.path("new").asText(),
                    row.path("never").asText(),
                    row.path("same").asText());
            for (JsonNode month : row.path("months")) {
                months.row(
                        month.path("month").asText(),
                        what,
                        kind,
                        purpose,
                        month.path("before").asText(),
                        month.path("after").asText());
            }
        }
    }
}
