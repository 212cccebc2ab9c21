package io.lethe.local.command;

import io.lethe.local.client.PipelineClient;
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
        description =
                "Shows what the pipeline knows about a data subject, as JSON; with --output json one object a line.",
        footer = {"", "Exit code 1: the pipeline has never seen the subject."},
        mixinStandardHelpOptions = true)
public final class SubjectCommand implements Callable<Integer> {

    private static final String RETENTION_STREAM = Party.RETENTION_STREAM.label();

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private OutputOption output = new OutputOption();

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
                output.printOneOfSeveral(answer.successful(RETENTION_STREAM));
            }
            return ExitCode.OK;
        } catch (IOException e) {
            throw new UncheckedIOException("retention-stream does not answer", e);
        }
    }
}
