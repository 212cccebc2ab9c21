package io.lethe.ingest.event;

import io.lethe.ingest.json.Terms;
import io.lethe.policy.DataCategory;
import io.lethe.policy.LegalBasis;
import io.lethe.policy.Policy;
import io.lethe.policy.Purpose;
import io.lethe.policy.RecipientSystem;
import io.lethe.policy.Scope;
import io.lethe.policy.Verb;
import io.lethe.schemas.Decision;
import io.lethe.schemas.RightKind;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The words that a policy knows, looked up once for each member of each event.
 *
 * @param rights those of the policy, of all that the law has
 * @param recipients ids of the recipient systems
 */
record Vocabulary(
        Terms<PurposeTerms> purposes,
        Terms<String> interactionKinds,
        Terms<String> dataCategories,
        Terms<RightKind> rights,
        Terms<String> recipients) {

    /**
     * What can be said about one purpose.
     *
     * @param ofDevice whether it concerns a device rather than a person
     * @param decisions the verbs that its legal basis offers (C1)
     * @param recipients the systems that serve it
     */
    record PurposeTerms(String id, boolean ofDevice, Terms<Decision> decisions, Terms<String> recipients) {

        boolean offers(Decision decision) {
            return decisions.byWord().containsValue(decision);
        }
    }

    static Vocabulary of(Policy policy) {
        Terms<String> purposeIds =
                Terms.of(policy.purposes().stream().map(Purpose::id).toList());
        var byId = policy.purposes().stream().collect(Collectors.toMap(Purpose::id, Function.identity()));
        PurposeTerms unknown = new PurposeTerms(
                "",
                false,
                Terms.of(Decision.class),
                Terms.of(policy.recipients().stream().map(RecipientSystem::id).toList()));
        return new Vocabulary(
                purposeIds.map(id -> terms(policy, Objects.requireNonNull(byId.get(id))), unknown),
                Terms.of(policy.retention().interactionKinds()),
                Terms.of(policy.dataCategories().stream().map(DataCategory::id).toList()),
                Terms.of(RightKind.class, word -> policy.right(word).isPresent()),
                Terms.of(policy.recipients().stream().map(RecipientSystem::id).toList()));
    }

    private static PurposeTerms terms(Policy policy, Purpose purpose) {
        Set<String> verbs = purpose.basis().verbs().stream().map(Verb::id).collect(Collectors.toSet());
        return new PurposeTerms(
                purpose.id(),
                purpose.scope() == Scope.DEVICE,
                refusing(Terms.of(Decision.class, verbs::contains), purpose.basis()),
                recipients(policy, purpose));
    }

    private static Terms<Decision> refusing(Terms<Decision> decisions, LegalBasis basis) {
        String refusal = decisions.refusal() + " (the purpose rests on " + basis.id() + ")";
        return new Terms<>(decisions.byWord(), refusal, decisions.fallback());
    }

    private static Terms<String> recipients(Policy policy, Purpose purpose) {
        Terms<String> serving = Terms.of(policy.recipients().stream()
                .filter(one -> one.purposes().contains(purpose.id()))
                .map(RecipientSystem::id)
                .toList());
        String refusal = serving.byWord().isEmpty()
                ? "must be absent: the purpose has no recipients"
                : serving.refusal() + " (the recipients of the purpose)";
        return new Terms<>(serving.byWord(), refusal, "");
    }
}
