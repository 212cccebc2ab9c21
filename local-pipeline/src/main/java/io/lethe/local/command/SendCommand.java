package io.lethe.local.command;

import io.lethe.local.client.PipelineClient;
import io.lethe.local.client.Sender;
import io.lethe.local.client.Submission;
import io.lethe.local.client.Submissions;
import io.lethe.local.folder.Json;
import io.lethe.local.folder.PipelineException;
import io.lethe.local.terminal.Progress;
import io.lethe.service.AccessKeys.Role;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lethe send}. */
@Command(
        name = "send",
        description = {
            "Posts events: one JSON object, an array of them, or one a line.",
            "What the pipeline cannot take now is posted again, with the same event ids."
        },
        footer = {"", "Exit code 1: some events were refused, or there was no answer."},
        mixinStandardHelpOptions = true)
public final class SendCommand implements Callable<Integer> {

    private static final int BATCH_EVENTS = 500;
    private static final int BATCH_CHARACTERS = 400_000;

    /** What consent-ingest takes, in the order of its documentation. */
    static final class Kinds implements Iterable<String> {
        static final List<String> ALL = List.of(
                "consent-statements",
                "interactions",
                "rights-requests",
                "rights-decisions",
                "rights-answers",
                "corrections",
                "rights-withdrawals",
                "rights-codes",
                "rights-proofs",
                "subject-links",
                "holds",
                "wave-decisions",
                "erasure-decisions",
                "deletion-acks");

        @Override
        public Iterator<String> iterator() {
            return ALL.iterator();
        }
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Parameters(
            index = "0",
            paramLabel = "KIND",
            completionCandidates = Kinds.class,
            description = "One of ${COMPLETION-CANDIDATES}.")
    private String kind = "";

    @Parameters(index = "1", paramLabel = "FILE", arity = "0..1", description = "Default: standard input.")
    private @Nullable Path file;

    @Option(
            names = "--patience",
            paramLabel = "PERIOD",
            defaultValue = "PT1M",
            description = "How long to try one batch again (default: PT1M).")
    private Duration patience = Duration.ofMinutes(1);

    @Option(names = "--print-ids", description = "Print the event id and the subject id of each event taken.")
    private boolean printIds;

    @Option(
            names = "--as",
            paramLabel = "ROLE",
            description = {
                "Whose key goes with the events: write, backend, operator or recipient.",
                "Default: operator for rights-requests, their withdrawals, holds and decisions, recipient for deletion-acks, else write.",
                "Only operator and backend may say that an identity is verified."
            })
    private @Nullable Role role;

    private final Progress progress = Progress.onTerminal();
    private long accepted;
    private long refused;

    @Override
    public Integer call() {
        if (!Kinds.ALL.contains(kind)) {
            throw new ParameterException(
                    spec.commandLine(), "'" + kind + "' is not one of " + String.join(", ", Kinds.ALL));
        }
        try (PipelineClient client = data.client();
                Submissions submissions = new Submissions(input())) {
            long size = file == null ? 0 : Files.size(file);
            sendAll(
                    submissions,
                    new Sender(client, kind, role == null ? PipelineClient.usualRole(kind) : role, patience),
                    size);
        } catch (IOException e) {
            throw new UncheckedIOException("the events cannot be read", e);
        } finally {
            progress.done();
        }
        if (output.isForPrograms()) {
            output.printOneOfSeveral(
                    Json.MAPPER.createObjectNode().put("accepted", accepted).put("refused", refused));
        } else {
            System.out.println("accepted " + accepted + (refused == 0 ? "" : ", refused " + refused));
        }
        return refused == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private InputStream input() throws IOException {
        if (file != null) {
            if (!Files.isReadable(file)) {
                throw new PipelineException("'" + file + "' cannot be read");
            }
            return Files.newInputStream(file);
        }
        return new FilterInputStream(System.in) {
            @Override
            public void close() {
                // Standard input is not ours to close.
            }
        };
    }

    private void sendAll(Submissions submissions, Sender sender, long size) throws IOException {
        List<Submission> batch = new ArrayList<>();
        int characters = 0;
        Optional<Submission> next = submissions.next();
        while (next.isPresent()) {
            batch.add(next.get());
            characters += next.get().event().toString().length();
            next = submissions.next();
            if (next.isEmpty() || batch.size() == BATCH_EVENTS || characters > BATCH_CHARACTERS) {
                settle(batch, sender.send(batch), size);
                batch.clear();
                characters = 0;
            }
        }
    }

    private void settle(List<Submission> batch, Sender.Outcome outcome, long size) {
        if (outcome.isAccepted()) {
            accepted += batch.size();
            if (printIds) {
                outcome.answer().path("events").forEach(System.out::println);
            }
        } else {
            refused += batch.size();
            progress.done();
            outcome.problems().forEach(problem -> System.err.println("lethe: " + problem));
            if (batch.size() > 1) {
                System.err.println("lethe: so none of the " + batch.size() + " events from line "
                        + batch.getFirst().line() + " on was taken");
            }
        }
        if (size > 0) {
            progress.bar(accepted + " events", batch.getLast().end(), size);
        } else {
            progress.say(accepted + " events");
        }
    }
}
