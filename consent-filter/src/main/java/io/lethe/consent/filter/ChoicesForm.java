package io.lethe.consent.filter;

import io.lethe.consent.Statement;
import io.lethe.consent.filter.stored.StoredAct;
import io.lethe.consent.filter.stored.StoredChoices;
import io.lethe.consent.filter.stored.StoredDecision;
import io.lethe.policy.Verb;
import io.lethe.streams.stores.StoredForm;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;

/** How the choices of a subject stand in the store. What shows that they were made stays in the topic; a filter has no use for it. */
final class ChoicesForm {

    private static final StoredForm<StoredChoices> FORM =
            new StoredForm<>(StoredChoices.class, StoredForm.older("choices", 1));

    private ChoicesForm() {}

    static Serde<KnownChoices> serde() {
        return FORM.serde(ChoicesForm::stored, ChoicesForm::known);
    }

    /** A statement without what does not decide, so that it equals what is read from the store. */
    static Statement plain(Statement full) {
        return new Statement(
                full.eventId(),
                full.stampedAt(),
                full.receivedAt(),
                "",
                full.choices(),
                proof(full.proof().policyVersion()),
                full.repeats());
    }

    static Statement.Proof proof(String policyVersion) {
        return new Statement.Proof(policyVersion, "", "", "", null);
    }

    private static StoredChoices stored(KnownChoices known) {
        return new StoredChoices(
                known.forgottenUpTo(),
                known.restricted(),
                known.statements().stream().map(ChoicesForm::act).toList());
    }

    private static StoredAct act(Statement one) {
        return new StoredAct(
                one.eventId(),
                one.stampedAt(),
                one.receivedAt(),
                one.proof().policyVersion(),
                one.choices().stream()
                        .map(choice -> new StoredDecision(
                                choice.purpose(),
                                choice.recipient(),
                                choice.verb().id()))
                        .toList(),
                one.repeats());
    }

    private static KnownChoices known(StoredChoices stored) {
        return new KnownChoices(
                stored.getActs().stream().map(ChoicesForm::statement).toList(),
                stored.getForgottenUpTo(),
                stored.getRestricted());
    }

    private static Statement statement(StoredAct act) {
        List<Statement.Choice> choices = act.getChoices().stream()
                .map(one -> new Statement.Choice(
                        one.getPurpose(),
                        one.getRecipient(),
                        Verb.of(one.getVerb()).orElseThrow()))
                .toList();
        return new Statement(
                act.getEventId(),
                act.getStampedAt(),
                act.getReceivedAt(),
                "",
                choices,
                proof(act.getPolicyVersion()),
                act.getRepeats());
    }
}
