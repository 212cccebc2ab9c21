package io.lethe.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.local.client.PipelineClient;
import io.lethe.local.folder.Json;
import io.lethe.local.folder.PipelineException;
import io.lethe.schemas.topics.Party;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lethe rights prove}. */
@Command(
        name = "prove",
        description = "Shows the code that a person was sent, and says what came of it (G3).",
        footer = {
            "",
            "'rights ask-for-proof --send-code' sends one. It proves something for ten minutes and three tries.",
            "Exit code 1: it is not proven who asks; it is said why."
        },
        mixinStandardHelpOptions = true)
final class RightsProveCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final String UNPROVEN = "identity-to-be-proven";

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @ArgGroup(multiplicity = "1")
    private SubjectOption subject = new SubjectOption();

    @Parameters(paramLabel = "REQUEST", description = "The request's id.")
    private String requestId = "";

    @Option(
            names = "--right",
            paramLabel = "R",
            description = "Which right, where the id stands for requests of several.")
    private @Nullable String right;

    @Option(
            names = "--purpose",
            paramLabel = "P",
            description = "A purpose that the request is limited to, as it named it. May be given more than once.")
    private List<String> purposes = new ArrayList<>();

    @Option(names = "--code", required = true, paramLabel = "CODE", description = "The eight digits that were sent.")
    private String code = "";

    @Override
    public Integer call() {
        ObjectNode shown = subject.named()
                .orElseThrow(() -> new PipelineException("name the person as the request did, and not by --id"));
        try (PipelineClient client = data.client()) {
            List<String> ids = subject.ids(client);
            JsonNode before = request(client, ids);
            if (!before.path("status").asText().equals(UNPROVEN)) {
                throw new PipelineException(
                        "the request is " + before.path("status").asText() + ": nothing has to be proven");
            }
            if (!before.path("code").isObject()) {
                throw new PipelineException("no code was sent for this request: 'rights ask-for-proof --send-code'");
            }
            client.publish("rights-proofs", proof(shown, before).toString()).successful(Party.CONSENT_INGEST.label());
            JsonNode after = settled(client, ids, before);
            output.print(after, RightsProveCommand::said);
            return after.path("status").asText().equals(UNPROVEN) ? ExitCode.SOFTWARE : ExitCode.OK;
        } catch (IOException e) {
            throw new UncheckedIOException("the pipeline does not answer", e);
        }
    }

    private ObjectNode proof(ObjectNode shown, JsonNode request) {
        ObjectNode proof = Json.MAPPER
                .createObjectNode()
                .put("requestId", requestId)
                .put("right", request.path("right").asText())
                .put("code", code);
        proof.set("subject", shown);
        if (!purposes.isEmpty()) {
            ArrayNode named = proof.putArray("purposes");
            purposes.forEach(named::add);
        }
        return proof;
    }

    /** What has become of the request, once something has, or nothing for as long as one waits for that. */
    private JsonNode settled(PipelineClient client, List<String> ids, JsonNode before) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        JsonNode now = request(client, ids);
        while (now.equals(before) && System.nanoTime() < end) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            now = request(client, ids);
        }
        return now;
    }

    private static String said(JsonNode request) {
        JsonNode left = request.path("code").path("triesLeft");
        if (!request.path("status").asText().equals(UNPROVEN)) {
            return "proven: the request is %s; it is to be answered by %s%n"
                    .formatted(
                            request.path("status").asText(),
                            request.path("dueAt").asText());
        }
        return left.asInt() == 0
                ? "not proven: there are no more tries; send another code%n".formatted()
                : "not proven: a code that is wrong, comes too late or was shown before; %d tries are left until %s%n"
                        .formatted(
                                left.asInt(),
                                request.path("code").path("validUntil").asText());
    }

    private JsonNode request(PipelineClient client, List<String> ids) throws IOException {
        for (String id : ids) {
            PipelineClient.Answer answer = client.query("/v1/subjects/" + id);
            if (answer.status() != 404) {
                Optional<JsonNode> found = request(answer.successful(Party.RETENTION_STREAM.label()));
                if (found.isPresent()) {
                    return found.get();
                }
            }
        }
        throw new PipelineException("this subject has no such request; './lethe subject' lists those it has");
    }

    private Optional<JsonNode> request(JsonNode known) {
        for (JsonNode one : known.path("rights")) {
            if (one.path("requestId").asText().equals(requestId)
                    && (right == null || one.path("right").asText().equals(right))) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }
}
