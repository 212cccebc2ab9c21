package io.lethe.consent.wire;

import static io.lethe.consent.wire.WireWords.id;
import static io.lethe.consent.wire.WireWords.time;

import io.lethe.consent.Statement;
import io.lethe.policy.Verb;
import io.lethe.schemas.ConsentProof;
import io.lethe.schemas.ConsentStatement;

/** A statement of the topic, as the rules know it. */
public final class StatementFromWire {

    private StatementFromWire() {}

    /** @throws MeaninglessException where it has no meaning to this build */
    public static Statement of(ConsentStatement it) {
        ConsentProof proof = it.getProof();
        return new Statement(
                it.getEventId(),
                time(it.getOccurredAt()),
                time(it.getReceivedAt()),
                it.getSource(),
                it.getChoices().stream()
                        .map(choice -> new Statement.Choice(
                                choice.getPurpose(),
                                choice.getRecipient(),
                                Verb.of(id(choice.getDecision(), "decision"))
                                        .orElseThrow(() -> new MeaninglessException("unknown decision"))))
                        .toList(),
                new Statement.Proof(
                        proof.getPolicyVersion(),
                        proof.getNoticeId(),
                        proof.getLanguage(),
                        id(proof.getMethod(), "method"),
                        proof.getPage()));
    }
}
