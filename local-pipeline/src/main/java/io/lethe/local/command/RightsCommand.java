package io.lethe.local.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.local.folder.PipelineException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lethe rights}. */
@Command(
        name = "rights",
        description = "Decides on rights requests (G1, G3). './lethe subject' shows those of a person.",
        mixinStandardHelpOptions = true,
        subcommands = {RightsCommand.Refuse.class, RightsCommand.Extend.class})
public final class RightsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Missing required subcommand: refuse or extend");
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
    static final class Refuse extends RequestDecision {

        private static final Set<String> IN_EFFECT = Set.of("in-progress", "fulfilled");

        @Option(
                names = "--reason",
                required = true,
                paramLabel = "REASON",
                description = {
                    "suspected-fraud, insufficient-verification, no-match, not-covered,",
                    "manifestly-unfounded-or-excessive, other; of erasure also legal-obligation, legal-claims."
                })
        private String reason = "";

        @Override
        void decide(ObjectNode decision) {
            decision.put("act", "refuse").put("reason", reason);
        }

        @Override
        boolean isOpenTo(Found one) {
            return !IN_EFFECT.contains(one.status()) && !one.status().equals("refused");
        }

        @Override
        PipelineException refusal(Found one) {
            return IN_EFFECT.contains(one.status())
                    ? new PipelineException(
                            "the request is " + one.status() + ": what is ordered or done is not taken back")
                    : new PipelineException("the request was refused before: "
                            + one.request().path("reason").asText());
        }

        @Override
        void say(Found decided) {
            System.out.println(
                    "refused: " + reason + "; './lethe subject' shows it. Tell the person before " + decided.dueAt());
            if (decided.right().equals("restriction")) {
                System.out.println(
                        "where the restriction stands already, it stands until you lift it: release the hold "
                                + "restriction:" + requestId());
            }
        }
    }

    /** {@code lethe rights extend}. */
    @Command(
            name = "extend",
            description =
                    "Notes that the person was told that the answer takes longer: up to two months more, if told within the first.",
            footer = {
                "",
                "Nothing is told to the person: that comes first, with the reasons for the delay (GDPR art. 12(3)).",
                "Exit code 1: there is no such request, or it cannot be extended any more."
            },
            mixinStandardHelpOptions = true)
    static final class Extend extends RequestDecision {

        private static final Set<String> RUNNING = Set.of("open", "in-progress");
        private static final String STANDS_STILL = "identity-to-be-proven";

        @Option(
                names = "--told-at",
                paramLabel = "INSTANT",
                description = "When the person was told, such as 2026-03-20T09:30:00+01:00 (default: now).")
        private @Nullable Instant toldAt;

        @Override
        void decide(ObjectNode decision) {
            decision.put("act", "extend").put("occurredAt", told().toString());
        }

        @Override
        boolean isOpenTo(Found one) {
            return one.status().equals(STANDS_STILL) || RUNNING.contains(one.status()) && !told().isAfter(dueAt(one));
        }

        @Override
        PipelineException refusal(Found one) {
            return new PipelineException(
                    switch (one.status()) {
                        case "open", "in-progress" ->
                            "the person had to be told by " + one.dueAt() + "; --told-at says when that was";
                        case "extended" ->
                            "the request was extended before, once and for all: it is to be answered by " + one.dueAt();
                        default ->
                            "the request is " + one.status()
                                    + "; only one that is open, in progress or waits for a proof of identity can be extended";
                    });
        }

        @Override
        void say(Found decided) {
            System.out.println("extended; './lethe subject' shows by when it is to be answered");
        }

        private Instant told() {
            return toldAt == null ? now() : toldAt;
        }

        private static Instant dueAt(Found one) {
            return OffsetDateTime.parse(one.dueAt()).toInstant();
        }
    }
}
