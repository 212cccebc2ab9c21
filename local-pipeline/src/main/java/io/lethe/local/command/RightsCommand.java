package io.lethe.local.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.local.client.PipelineClient;
import io.lethe.local.folder.Json;
import io.lethe.local.folder.PipelineException;
import io.lethe.schemas.topics.Party;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
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
        description =
                "Lists rights requests and decides on them (G1, G3). './lethe subject' shows those of a person, and what is allowed on each.",
        mixinStandardHelpOptions = true,
        subcommands = {
            RightsListCommand.class,
            RightsCommand.Start.class,
            RightsCommand.AskForProof.class,
            RightsProveCommand.class,
            RightsCommand.Extend.class,
            RightsAnswerCommand.class,
            RightsCorrectCommand.class,
            RightsCommand.Fulfil.class,
            RightsCommand.Refuse.class,
            RightsCommand.Withdraw.class
        })
public final class RightsCommand implements Callable<Integer> {

    private static final String NOT_POSSIBLE =
            "Exit code 1: there is no such request, or that is not allowed where it stands; it is said what is.";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "Missing required subcommand: list, start, ask-for-proof, prove, extend, answer, correct, fulfil, refuse or withdraw");
    }

    /** {@code lethe rights start}. */
    @Command(
            name = "start",
            description =
                    "Notes that somebody works on the answer: access, rectification, restriction and portability.",
            footer = {"", "Its last day stays.", NOT_POSSIBLE},
            mixinStandardHelpOptions = true)
    static final class Start extends RequestDecision {

        @Override
        String act() {
            return "start";
        }

        @Override
        void decide(ObjectNode decision) {
            // Nothing else is to be said.
        }

        @Override
        String said(Found decided) {
            return "in progress; it is to be answered by " + decided.dueAt();
        }
    }

    /** {@code lethe rights ask-for-proof}. */
    @Command(
            name = "ask-for-proof",
            description = "Notes when the person was asked to prove who they are: from then on the time stands still.",
            footer = {
                "",
                "Nobody is asked by it but with --send-code: that comes first (GDPR art. 12(6)). Where nothing is noted, the time stands still from receipt.",
                NOT_POSSIBLE
            },
            mixinStandardHelpOptions = true)
    static final class AskForProof extends RequestDecision {

        @Option(
                names = "--asked-at",
                paramLabel = "INSTANT",
                description = "When the person was asked, such as 2026-03-20T09:30:00+01:00 (default: now).")
        private @Nullable Instant askedAt;

        @Option(
                names = "--send-code",
                description =
                        "Sends the person a code, valid for ten minutes, which 'rights prove' takes. Needs --email.")
        private boolean sendCode;

        @Override
        String act() {
            return "ask-for-proof";
        }

        @Override
        void before(PipelineClient client, Found one) throws IOException {
            if (!sendCode) {
                return;
            }
            if (!subject().isByEmail()) {
                throw new PipelineException("a code goes to an e-mail address: name the person with --email");
            }
            ObjectNode wanted =
                    Json.MAPPER.createObjectNode().put("requestId", requestId()).put("right", one.right());
            wanted.set("subject", subject().named().orElseThrow());
            client.publish("rights-codes", wanted.toString()).successful(Party.CONSENT_INGEST.label());
        }

        @Override
        void decide(ObjectNode decision) {
            decision.put("occurredAt", (askedAt == null ? now() : askedAt).toString());
        }

        @Override
        String said(Found decided) {
            return sendCode
                    ? "noted, and a code is on its way; './lethe rights prove' takes it within ten minutes"
                    : "noted; send the request again with its id, verified, when the identity is proven";
        }
    }

    /** {@code lethe rights fulfil}. */
    @Command(
            name = "fulfil",
            description =
                    "Notes that the person has the answer: of access, rectification, restriction and portability, which people answer.",
            footer = {
                "",
                "What is answered by what it leads to, an erasure, an objection or a withdrawal of consent, is fulfilled by that.",
                NOT_POSSIBLE
            },
            mixinStandardHelpOptions = true)
    static final class Fulfil extends RequestDecision {

        @Option(
                names = "--answered-at",
                paramLabel = "INSTANT",
                description = "When the person was answered, such as 2026-03-20T09:30:00+01:00 (default: now).")
        private @Nullable Instant answeredAt;

        @Option(
                names = "--reference",
                paramLabel = "REF",
                description =
                        "Where the answer went, such as letter-2026-113: letters, digits, '.', '_', ':', '/' and '-'. Name nobody in it.")
        private @Nullable String reference;

        @Override
        String act() {
            return "fulfil";
        }

        @Override
        void decide(ObjectNode decision) {
            decision.put("occurredAt", (answeredAt == null ? now() : answeredAt).toString());
            if (reference != null) {
                decision.put("reference", reference);
            }
        }

        @Override
        PipelineException refusal(Found one) {
            return one.waitingFor().isEmpty()
                    ? super.refusal(one)
                    : new PipelineException(
                            "the answer waits for what there is in " + String.join(", ", one.waitingFor())
                                    + "; './lethe rights answer' notes what has come of it");
        }

        @Override
        String said(Found decided) {
            return "fulfilled; it had to be answered by " + decided.dueAt();
        }
    }

    /** {@code lethe rights withdraw}. */
    @Command(
            name = "withdraw",
            description =
                    "Notes that the person wants a request no more, which has not taken effect, of the person and of the devices that it was made for too.",
            footer = {"", "Of an erasure that is ordered it is too late for that.", NOT_POSSIBLE},
            mixinStandardHelpOptions = true)
    static final class Withdraw extends RequestDecision {

        @Override
        String act() {
            return "withdraw";
        }

        @Override
        void decide(ObjectNode decision) {
            // Nothing else is to be said.
        }

        @Override
        String said(Found decided) {
            return "withdrawn; './lethe subject' shows it" + whatStands(decided);
        }
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
        String act() {
            return "refuse";
        }

        @Override
        void decide(ObjectNode decision) {
            decision.put("reason", reason);
        }

        @Override
        PipelineException refusal(Found one) {
            return one.status().equals("refused")
                    ? new PipelineException("the request was refused before: "
                            + one.request().path("reason").asText())
                    : super.refusal(one);
        }

        @Override
        String said(Found decided) {
            return "refused: " + reason + "; './lethe subject' shows it. Tell the person before " + decided.dueAt()
                    + whatStands(decided);
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

        private static final String STANDS_STILL = "identity-to-be-proven";

        @Option(
                names = "--told-at",
                paramLabel = "INSTANT",
                description = "When the person was told, such as 2026-03-20T09:30:00+01:00 (default: now).")
        private @Nullable Instant toldAt;

        @Override
        String act() {
            return "extend";
        }

        @Override
        void decide(ObjectNode decision) {
            decision.put("occurredAt", told().toString());
        }

        @Override
        boolean isOpenTo(Found one) {
            return super.isOpenTo(one) && (one.status().equals(STANDS_STILL) || !told().isAfter(dueAt(one)));
        }

        @Override
        PipelineException refusal(Found one) {
            return super.isOpenTo(one)
                    ? new PipelineException(
                            "the person had to be told by " + one.dueAt() + "; --told-at says when that was")
                    : super.refusal(one);
        }

        @Override
        String said(Found decided) {
            return "extended; './lethe subject' shows by when it is to be answered";
        }

        private Instant told() {
            return toldAt == null ? now() : toldAt;
        }

        private static Instant dueAt(Found one) {
            return OffsetDateTime.parse(one.dueAt()).toInstant();
        }
    }
}
