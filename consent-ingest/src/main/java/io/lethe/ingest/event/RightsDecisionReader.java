package io.lethe.ingest.event;

import static io.lethe.schemas.RefusalReason.LEGAL_CLAIMS;
import static io.lethe.schemas.RefusalReason.LEGAL_OBLIGATION;

import io.lethe.ingest.event.Event.Envelope;
import io.lethe.ingest.event.Event.RightDecided;
import io.lethe.ingest.event.Event.Subject;
import io.lethe.ingest.json.Members;
import io.lethe.ingest.json.Terms;
import io.lethe.schemas.RefusalReason;
import io.lethe.schemas.RightKind;
import io.lethe.schemas.RightsAct;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what is decided on rights requests (G1, G3). Only a refusal has a reason, one that the law knows for the right. */
final class RightsDecisionReader implements EventReader {

    private static final String RIGHT = "right";
    private static final String REASON = "reason";
    private static final String TEXT = "text";
    private static final String ACT = "act";
    private static final String REFERENCE = "reference";
    private static final Set<String> MEMBERS = CommonMembers.with(
            CommonMembers.SUBJECT,
            CommonMembers.SUBJECT_ID,
            "requestId",
            RIGHT,
            ACT,
            REASON,
            REFERENCE,
            TEXT,
            CommonMembers.DECIDED_BY);
    private static final Terms<RightsAct> ACTS = Terms.of(RightsAct.class);
    private static final Terms<RefusalReason> REASONS = Terms.of(RefusalReason.class);

    /** Art. 17(3): against erasure, and against nothing else. */
    private static final Set<RefusalReason> AGAINST_ERASURE = Set.of(LEGAL_OBLIGATION, LEGAL_CLAIMS);

    /** What is answered by what it leads to, an order of erasure or a statement: nobody begins or fulfils it by a word. */
    private static final Set<RightKind> ANSWERED_BY_ITSELF =
            Set.of(RightKind.ERASURE, RightKind.OBJECTION, RightKind.CONSENT_WITHDRAWAL);

    private static final Set<RightsAct> OF_WHAT_PEOPLE_ANSWER = Set.of(RightsAct.START, RightsAct.FULFIL);

    private final CommonMembers common;
    private final Vocabulary vocabulary;

    RightsDecisionReader(CommonMembers common, Vocabulary vocabulary) {
        this.common = common;
        this.vocabulary = vocabulary;
    }

    @Override
    public Set<String> members() {
        return MEMBERS;
    }

    @Override
    public RightDecided read(Members event, Instant now) {
        Envelope envelope = common.envelope(event, now, CommonMembers.CONSOLE);
        Subject subject = common.subjectUnlessById(event);
        String subjectId = common.subjectId(event);
        RightKind right = event.term(RIGHT, vocabulary.rights());
        RightsAct act = event.term(ACT, ACTS);
        if (ANSWERED_BY_ITSELF.contains(right) && OF_WHAT_PEOPLE_ANSWER.contains(act)) {
            event.problem(
                    ACT,
                    "is not for this right, which is answered by what it leads to;"
                            + " allowed are ask-for-proof, extend, refuse, withdraw");
        }
        @Nullable RefusalReason reason = takesReason(act) ? reason(event, right) : none(event);
        @Nullable String reference = reference(event, act);
        String text = event.optionalText(TEXT, CommonMembers.LONGEST_REASON);
        if (reason == RefusalReason.OTHER && !event.has(TEXT)) {
            event.problem(TEXT, "is missing: another reason has to be told");
        }
        return new RightDecided(
                envelope,
                subject,
                subjectId,
                common.uuid(event, "requestId"),
                right,
                act,
                reason,
                text,
                event.id(CommonMembers.DECIDED_BY, CommonMembers.LONGEST_NAME),
                reference);
    }

    private static boolean takesReason(RightsAct act) {
        return act == RightsAct.REFUSE || act == RightsAct.UNRECOGNISED;
    }

    private static @Nullable String reference(Members event, RightsAct act) {
        if (!event.has(REFERENCE)) {
            return null;
        }
        if (act != RightsAct.FULFIL && act != RightsAct.UNRECOGNISED) {
            event.problem(REFERENCE, "is for fulfil, and says where the answer went");
        }
        return event.id(REFERENCE, CommonMembers.LONGEST_NAME);
    }

    private static RefusalReason reason(Members event, RightKind right) {
        RefusalReason reason = event.term(REASON, REASONS);
        if (AGAINST_ERASURE.contains(reason) && right != RightKind.ERASURE && right != RightKind.UNRECOGNISED) {
            event.problem(REASON, "is a reason against erasure alone (GDPR art. 17(3))");
        }
        return reason;
    }

    /** What is not refused is followed, or wanted no more: why it takes longer, say, is said in words, to the person first. */
    private static @Nullable RefusalReason none(Members event) {
        if (event.has(REASON)) {
            event.problem(REASON, "is for a refusal; whatever else there is to say goes into text");
        }
        return null;
    }
}
