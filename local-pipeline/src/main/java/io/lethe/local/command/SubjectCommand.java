package io.lethe.local.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.lethe.local.client.PipelineClient;
import io.lethe.local.folder.Json;
import io.lethe.schemas.topics.Party;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code lethe subject}. */
@Command(
        name = "subject",
        description = "Shows what the pipeline knows about a data subject.",
        footer = {"", "Exit code 1: the pipeline has never seen the subject."},
        mixinStandardHelpOptions = true)
public final class SubjectCommand implements Callable<Integer> {

    private static final String RETENTION_STREAM = Party.RETENTION_STREAM.label();

    @Mixin
    private DataOption data = new DataOption();

    @ArgGroup(multiplicity = "1")
    private SubjectOption subject = new SubjectOption();

    @Override
    public Integer call() {
        try (PipelineClient client = data.client()) {
            for (String id : subject.ids(client)) {
                PipelineClient.Answer answer = client.query("/v1/subjects/" + id);
                if (answer.status() == 404) {
                    System.err.println("lethe: the pipeline has never seen this subject");
                    return ExitCode.SOFTWARE;
                }
                print(answer.successful(RETENTION_STREAM));
            }
            return ExitCode.OK;
        } catch (IOException e) {
            throw new UncheckedIOException("retention-stream does not answer", e);
        }
    }

    private static void print(JsonNode subject) {
        try {
            System.out.println(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(subject));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
