package io.lethe.ingest.event;

import io.lethe.ingest.json.Terms;
import io.lethe.policy.Id;
import io.lethe.policy.LegalBasis;
import io.lethe.policy.Policy;
import io.lethe.policy.Purpose;
import io.lethe.policy.RecipientSystem;
import io.lethe.schemas.AnswerOutcome;
import io.lethe.schemas.ConsentMethod;
import io.lethe.schemas.Decision;
import io.lethe.schemas.ErasureVerdict;
import io.lethe.schemas.HoldAction;
import io.lethe.schemas.IdentityProof;
import io.lethe.schemas.LinkAction;
import io.lethe.schemas.RefusalReason;
import io.lethe.schemas.RequestChannel;
import io.lethe.schemas.RightsAct;
import io.lethe.schemas.WaveVerdict;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every closed list of words that an event may use, under a name; from the same places that events are checked with. */
public final class EventWords {

    private EventWords() {}

    public static Map<String, List<String>> of(Policy policy) {
        Vocabulary vocabulary = Vocabulary.of(policy);
        Map<String, List<String>> words = new LinkedHashMap<>();
        words.put("purposes", policy.purposes().stream().map(Purpose::id).toList());
        words.put(
                "choosable",
                policy.purposes().stream()
                        .filter(purpose -> purpose.basis().offersChoice())
                        .map(Purpose::id)
                        .toList());
        words.put(
                "recipients",
                policy.recipients().stream().map(RecipientSystem::id).toList());
        words.put("legalBases", Arrays.stream(LegalBasis.values()).map(Id::id).toList());
        words.put("interactionKinds", List.copyOf(policy.retention().interactionKinds()));
        words.put("dataCategories", sorted(vocabulary.dataCategories()));
        words.put("rights", sorted(vocabulary.rights()));
        words.put("decisions", sorted(Terms.of(Decision.class)));
        words.put("methods", sorted(Terms.of(ConsentMethod.class)));
        words.put("identities", sorted(Terms.of(IdentityProof.class)));
        words.put("channels", sorted(Terms.of(RequestChannel.class)));
        words.put("rightsActs", sorted(Terms.of(RightsAct.class)));
        words.put("answerOutcomes", sorted(Terms.of(AnswerOutcome.class)));
        words.put("refusalReasons", sorted(Terms.of(RefusalReason.class)));
        words.put("linkActions", sorted(Terms.of(LinkAction.class)));
        words.put("holdActions", sorted(Terms.of(HoldAction.class)));
        words.put("waveVerdicts", sorted(Terms.of(WaveVerdict.class)));
        words.put("erasureVerdicts", sorted(Terms.of(ErasureVerdict.class)));
        words.put("outcomes", sorted(AcknowledgementReader.OUTCOMES));
        words.put(
                "types", Arrays.stream(EventKind.values()).map(EventKind::type).toList());
        return words;
    }

    private static List<String> sorted(Terms<?> terms) {
        Collection<String> words = terms.byWord().keySet();
        return words.stream().sorted().toList();
    }
}
