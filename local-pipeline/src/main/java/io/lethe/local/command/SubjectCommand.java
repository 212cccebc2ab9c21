package io.lethe.local.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.local.client.PipelineClient;
import io.lethe.local.client.SubjectIdsAnswer;
import io.lethe.local.folder.Json;
import io.lethe.schemas.topics.Party;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
    private Who who = new Who();

    /** One way of naming the subject. */
    static final class Who {
        @Option(names = "--email", paramLabel = "E", description = "The person's e-mail address.")
        private @Nullable String email;

        @Option(names = "--customer", paramLabel = "C", description = "The person's customer id.")
        private @Nullable String customer;

        @Option(names = "--visitor", paramLabel = "V", description = "The device's visitor id.")
        private @Nullable String visitor;

        @Option(names = "--id", paramLabel = "S", description = "The subject id.")
        private @Nullable String id;
    }

    @Override
    public Integer call() {
        try (PipelineClient client = data.client()) {
            for (String id : ids(client)) {
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

    private List<String> ids(PipelineClient client) throws IOException {
        if (who.id != null) {
            return List.of(who.id);
        }
        ObjectNode subject = Json.MAPPER.createObjectNode();
        if (who.email != null) {
            subject.put("email", who.email);
        } else if (who.customer != null) {
            subject.put("customerId", who.customer);
        } else {
            subject.put("visitorId", Objects.requireNonNull(who.visitor));
        }
        return SubjectIdsAnswer.of(
                client.query("/v1/subject-ids", subject.toString()).successful(RETENTION_STREAM));
    }

    private static void print(JsonNode subject) {
        try {
            System.out.println(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(subject));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
