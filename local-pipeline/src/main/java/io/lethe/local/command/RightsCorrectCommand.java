package io.lethe.local.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.local.client.PipelineClient;
import io.lethe.local.folder.Json;
import io.lethe.local.folder.PipelineException;
import io.lethe.schemas.topics.Party;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lethe rights correct}. */
@Command(
        name = "correct",
        description =
                "Puts a person's e-mail address or customer id right (G7): consents, deadlines, holds and requests are the right one's from now on.",
        footer = {
            "",
            "What comes later for the wrong one is a life of its own: it may be somebody else's. The request for rectification is answered",
            "on its own, by 'answer' and 'fulfil'."
        },
        mixinStandardHelpOptions = true)
final class RightsCorrectCommand implements Callable<Integer> {

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @ArgGroup(multiplicity = "1")
    private SubjectOption subject = new SubjectOption();

    @ArgGroup(multiplicity = "1")
    private RightOne right = new RightOne();

    @Option(
            names = "--request",
            paramLabel = "REQUEST",
            description = "The request for rectification that it follows, by its id.")
    private @Nullable String requestId;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why; it is kept with the correction. Name nobody in it.")
    private @Nullable String reason;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Who puts it right, by account or role (default: the account that runs this).")
    private String by = "";

    /** The right address or id. */
    static final class RightOne {

        @Option(names = "--to-email", paramLabel = "E", description = "The right e-mail address.")
        private @Nullable String email;

        @Option(names = "--to-customer", paramLabel = "C", description = "The right customer id.")
        private @Nullable String customer;

        private ObjectNode named() {
            ObjectNode named = Json.MAPPER.createObjectNode();
            return email == null ? named.put("customerId", customer) : named.put("email", email);
        }
    }

    @Override
    public Integer call() {
        try (PipelineClient client = data.client()) {
            String id = subject.ids(client).getFirst();
            if (client.query("/v1/subjects/" + id).status() == 404) {
                throw new PipelineException("the pipeline has never seen this subject: there is nothing to move");
            }
            ObjectNode correction = Json.MAPPER.createObjectNode().put("decidedBy", by);
            subject.named()
                    .ifPresentOrElse(named -> correction.set("subject", named), () -> correction.put("subjectId", id));
            correction.set("corrected", right.named());
            if (requestId != null) {
                correction.put("requestId", requestId);
            }
            if (reason != null) {
                correction.put("reason", reason);
            }
            output.print(
                    client.publish("corrections", correction.toString()).successful(Party.CONSENT_INGEST.label()),
                    _ -> "put right: what is known of %s is the right one's%n".formatted(id));
            return ExitCode.OK;
        } catch (IOException e) {
            throw new UncheckedIOException("the pipeline does not answer", e);
        }
    }
}
