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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lethe rights}. */
@Command(
        name = "rights",
        description = "Decides on rights requests (G3). './lethe subject' shows those of a person.",
        mixinStandardHelpOptions = true,
        subcommands = RightsCommand.Refuse.class)
public final class RightsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Missing required subcommand: refuse");
    }

    /** {@code lethe rights refuse}. */
    @Command(
            name = "refuse",
            description =
                    "Refuses a request that has not taken effect, of a person and of the devices that it was made for too.",
            footer = {
                "",
                "Nothing is told to the person: do that within a month of the request, with the reason and where to complain (GDPR art. 12(4)).",
                "Exit code 1: there is no such request, or it cannot be refused any more."
            },
            mixinStandardHelpOptions = true)
    static final class Refuse implements Callable<Integer> {

        private static final String RETENTION_STREAM = Party.RETENTION_STREAM.label();
        private static final Set<String> IN_EFFECT = Set.of("in-progress", "fulfilled");

        @Mixin
        private DataOption data = new DataOption();

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
                names = "--reason",
                required = true,
                paramLabel = "REASON",
                description = {
                    "suspected-fraud, insufficient-verification, no-match, not-covered,",
                    "manifestly-unfounded-or-excessive, other; of erasure also legal-obligation, legal-claims."
                })
        private String reason = "";

        @Option(
                names = "--text",
                paramLabel = "TEXT",
                description = "More of the reason; 'other' needs it. It is kept with the decision. Name nobody in it.")
        private @Nullable String text;

        @Option(
                names = "--by",
                paramLabel = "NAME",
                defaultValue = "${sys:user.name}",
                description = "Who decides, by account or role (default: the account that runs this).")
        private String by = "";

        /** A request as it stands with a subject. */
        private record Found(String subjectId, JsonNode request, List<String> linked) {

            String right() {
                return request.path("right").asText();
            }

            String status() {
                return request.path("status").asText();
            }
        }

        @Override
        public Integer call() {
            try (PipelineClient client = data.client()) {
                List<Found> found = find(client, subject.ids(client));
                if (found.isEmpty()) {
                    throw new PipelineException(
                            "this subject has no such request; './lethe subject' lists those it has");
                }
                Set<String> rights = found.stream().map(Found::right).collect(Collectors.toSet());
                if (rights.size() > 1) {
                    throw new PipelineException("the id stands for requests of several rights; say which with --right: "
                            + String.join(", ", rights.stream().sorted().toList()));
                }
                Found first = found.getFirst();
                right = first.right();
                if (IN_EFFECT.contains(first.status())) {
                    throw new PipelineException(
                            "the request is " + first.status() + ": what is ordered or done is not taken back");
                }
                if (first.status().equals("refused")) {
                    throw new PipelineException("the request was refused before: "
                            + first.request().path("reason").asText());
                }
                found.addAll(find(client, first.linked()));
                client.publish("rights-decisions", decisions(found).toString())
                        .successful(Party.CONSENT_INGEST.label());
                say(first);
                return ExitCode.OK;
            } catch (IOException e) {
                throw new UncheckedIOException("the pipeline does not answer", e);
            }
        }

        private void say(Found first) {
            System.out.println("refused: " + reason + "; './lethe subject' shows it. Tell the person before "
                    + first.request().path("dueAt").asText());
            if (first.right().equals("restriction")) {
                System.out.println(
                        "where the restriction stands already, it stands until you lift it: release the hold "
                                + "restriction:" + requestId);
            }
        }

        private List<Found> find(PipelineClient client, List<String> subjectIds) throws IOException {
            List<Found> found = new ArrayList<>();
            for (String id : subjectIds) {
                PipelineClient.Answer answer = client.query("/v1/subjects/" + id);
                if (answer.status() == 404) {
                    continue;
                }
                JsonNode known = answer.successful(RETENTION_STREAM);
                List<String> linked = new ArrayList<>();
                known.path("links").forEach(link -> linked.add(link.asText()));
                for (JsonNode one : known.path("rights")) {
                    if (one.path("requestId").asText().equals(requestId)
                            && (right == null || one.path("right").asText().equals(right))) {
                        found.add(new Found(id, one, linked));
                    }
                }
            }
            return found;
        }

        private ArrayNode decisions(List<Found> found) {
            ArrayNode decisions = Json.MAPPER.createArrayNode();
            for (Found one : found) {
                if (IN_EFFECT.contains(one.status())) {
                    continue;
                }
                ObjectNode decision = decisions
                        .addObject()
                        .put("subjectId", one.subjectId())
                        .put("requestId", requestId)
                        .put("right", one.right())
                        .put("act", "refuse")
                        .put("reason", reason)
                        .put("decidedBy", by);
                if (text != null) {
                    decision.put("text", text);
                }
            }
            return decisions;
        }
    }
}
