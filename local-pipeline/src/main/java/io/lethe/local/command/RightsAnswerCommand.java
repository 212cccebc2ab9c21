package io.lethe.local.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.local.folder.PipelineException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lethe rights answer}. */
@Command(
        name = "answer",
        description =
                "Notes what has come of a request in a recipient system: access, rectification, restriction and portability (G6).",
        footer = {
            "",
            "The person can be answered ('rights fulfil') once no system is waited for; './lethe subject' shows which are. What a system has of the",
            "person does not go in here: how many records there were, and where they lie.",
            "Exit code 1: there is no such request, or it is over, or nobody was asked for it."
        },
        mixinStandardHelpOptions = true)
final class RightsAnswerCommand extends RequestDecision {

    private static final Set<String> WORKED_ON = Set.of("open", "extended", "in-progress");

    @ArgGroup(multiplicity = "1")
    private Systems systems = new Systems();

    static final class Systems {

        @Option(names = "--system", paramLabel = "S", split = ",", description = "Which system, or several.")
        private List<String> named = new ArrayList<>();

        @Option(names = "--rest", description = "All that are still waited for.")
        private boolean rest;
    }

    @Option(
            names = "--outcome",
            required = true,
            paramLabel = "O",
            description =
                    "received, completed, not-found, not-supported, failed or refused; all but received and failed are final.")
    private String outcome = "";

    @Option(names = "--records", paramLabel = "N", description = "How many records were found, or put right.")
    private @Nullable Integer records;

    @Option(
            names = "--reference",
            paramLabel = "REF",
            description =
                    "Where they lie, such as export-2026-113: letters, digits, '.', '_', ':', '/' and '-'. Name nobody in it.")
    private @Nullable String reference;

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            description = "When the system had done it, such as 2026-03-20T09:30:00+01:00 (default: now).")
    private @Nullable Instant at;

    @Override
    String act() {
        return "answer";
    }

    @Override
    String path() {
        return "rights-answers";
    }

    @Override
    boolean isOpenTo(Found one) {
        return WORKED_ON.contains(one.status())
                && one.request().path("systems").size() > 0
                && !asked(one).isEmpty();
    }

    @Override
    PipelineException refusal(Found one) {
        if (!WORKED_ON.contains(one.status())) {
            return new PipelineException("the request is " + one.status() + ": no system is asked for it"
                    + (one.status().equals("identity-to-be-proven") ? " before it is known who asks" : " any more"));
        }
        return new PipelineException(
                one.request().path("systems").isEmpty()
                        ? "no system is asked for such a request"
                        : "no system is waited for any more; '--system' corrects what one has said");
    }

    @Override
    List<ObjectNode> events(Found one) {
        if (hasText()) {
            throw new PipelineException(
                    "what a system answers takes no text: --reference says where more is to be found");
        }
        return asked(one).stream().map(system -> said(one, system)).toList();
    }

    private ObjectNode said(Found one, String system) {
        ObjectNode event = event(one).put("system", system);
        decide(event);
        return event;
    }

    @Override
    void decide(ObjectNode event) {
        event.put("outcome", outcome).put("occurredAt", (at == null ? now() : at).toString());
        event.put("answeredBy", by());
        if (records != null) {
            event.put("records", records);
        }
        if (reference != null) {
            event.put("reference", reference);
        }
    }

    private List<String> asked(Found one) {
        return systems.rest ? one.waitingFor() : systems.named;
    }

    @Override
    String said(Found decided) {
        List<String> left = new ArrayList<>(decided.waitingFor());
        boolean last = !outcome.equals("received") && !outcome.equals("failed");
        if (last) {
            left.removeAll(asked(decided));
        }
        return left.isEmpty()
                ? "noted; the person can be answered by " + decided.dueAt()
                : "noted; still waited for: " + String.join(", ", left);
    }
}
