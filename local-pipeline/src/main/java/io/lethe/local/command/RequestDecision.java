package io.lethe.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.local.client.PipelineClient;
import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.FolderClock;
import io.lethe.local.folder.Json;
import io.lethe.local.folder.PipelineException;
import io.lethe.schemas.topics.Party;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Decides on one rights request, after a look at where it stands, of a person and of the devices that it was made for too. */
abstract class RequestDecision implements Callable<Integer> {

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
            names = "--text",
            paramLabel = "TEXT",
            description =
                    "Why, in more words; a refusal for 'other' needs it. It is kept with the decision. Name nobody in it.")
    private @Nullable String text;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Who decides, by account or role (default: the account that runs this).")
    private String by = "";

    /** A request as it stands with a subject. */
    record Found(String subjectId, JsonNode request, List<String> linked) {

        String right() {
            return request.path("right").asText();
        }

        String status() {
            return request.path("status").asText();
        }

        String dueAt() {
            return request.path("dueAt").asText();
        }

        /** The recipient systems that have not said yet what there is. */
        List<String> waitingFor() {
            List<String> systems = new ArrayList<>();
            request.path("systems").forEach(one -> {
                if (one.path("open").asBoolean()) {
                    systems.add(one.path("system").asText());
                }
            });
            return systems;
        }

        /** What may be decided on it. */
        List<String> allowed() {
            List<String> allowed = new ArrayList<>();
            request.path("allowed").forEach(act -> allowed.add(act.asText()));
            return allowed;
        }
    }

    /** Fills in what else there is to the decision. */
    abstract void decide(ObjectNode decision);

    /** What is told to the front door of one request: one event, or several. */
    List<ObjectNode> events(Found one) {
        ObjectNode decision = event(one).put("act", act()).put("decidedBy", by);
        decide(decision);
        if (text != null) {
            decision.put("text", text);
        }
        return List.of(decision);
    }

    /** The beginning of an event about a request. */
    final ObjectNode event(Found one) {
        return Json.MAPPER
                .createObjectNode()
                .put("subjectId", one.subjectId())
                .put("requestId", requestId)
                .put("right", one.right());
    }

    /** Where the front door takes it. */
    String path() {
        return "rights-decisions";
    }

    String by() {
        return by;
    }

    boolean hasText() {
        return text != null;
    }

    /** What is decided, in the front door's word. */
    abstract String act();

    /** Whether the decision could still have an effect. */
    boolean isOpenTo(Found one) {
        return one.allowed().contains(act());
    }

    /** Why the decision cannot have an effect, and what is allowed. */
    PipelineException refusal(Found one) {
        return new PipelineException("the request is " + one.status()
                + (one.allowed().isEmpty()
                        ? ": nothing more is decided on it; the person can make a new one"
                        : "; allowed are: " + String.join(", ", one.allowed())));
    }

    /** What has to be done before the decision is told. */
    void before(PipelineClient client, Found one) throws IOException {}

    /** What is told to a person who has decided. */
    abstract String said(Found decided);

    /** A request that comes to nothing does not take back what it has done. */
    String whatStands(Found decided) {
        return decided.right().equals("restriction")
                ? "%nwhere the restriction stands already, it stands until you lift it: release the hold restriction:%s"
                        .formatted(requestId)
                : "";
    }

    SubjectOption subject() {
        return subject;
    }

    String requestId() {
        return requestId;
    }

    /** The pipeline's clock, in the sandbox too. */
    Instant now() {
        DataFolder folder = data.forUse();
        return FolderClock.isIn(folder) ? FolderClock.of(folder).instant() : Instant.now();
    }

    @Override
    public Integer call() {
        try (PipelineClient client = data.client()) {
            List<Found> found = find(client, subject.ids(client));
            if (found.isEmpty()) {
                throw new PipelineException("this subject has no such request; './lethe subject' lists those it has");
            }
            Set<String> rights = found.stream().map(Found::right).collect(Collectors.toSet());
            if (rights.size() > 1) {
                throw new PipelineException("the id stands for requests of several rights; say which with --right: "
                        + String.join(", ", rights.stream().sorted().toList()));
            }
            Found first = found.getFirst();
            right = first.right();
            if (!isOpenTo(first)) {
                throw refusal(first);
            }
            before(client, first);
            found.addAll(find(client, first.linked()));
            output.print(
                    client.publish(path(), decisions(found).toString()).successful(Party.CONSENT_INGEST.label()),
                    _ -> "%s%n".formatted(said(first)));
            return ExitCode.OK;
        } catch (IOException e) {
            throw new UncheckedIOException("the pipeline does not answer", e);
        }
    }

    private List<Found> find(PipelineClient client, List<String> subjectIds) throws IOException {
        List<Found> found = new ArrayList<>();
        for (String id : subjectIds) {
            PipelineClient.Answer answer = client.query("/v1/subjects/" + id);
            if (answer.status() == 404) {
                continue;
            }
            JsonNode known = answer.successful(Party.RETENTION_STREAM.label());
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
            if (isOpenTo(one)) {
                decisions.addAll(events(one));
            }
        }
        return decisions;
    }
}
