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

/** Reads what operators decide on rights requests (G3). A refusal has a reason that the law knows for the right, an extension (G1) none. */
final class RightsDecisionReader implements EventReader {

    private static final String RIGHT = "right";
    private static final String REASON = "reason";
    private static final String TEXT = "text";
    private static final Set<String> MEMBERS = CommonMembers.with(
            CommonMembers.SUBJECT, CommonMembers.SUBJECT_ID, "requestId", RIGHT, "act", REASON, TEXT, "decidedBy");
    private static final Terms<RightsAct> ACTS = Terms.of(RightsAct.class);
    private static final Terms<RefusalReason> REASONS = Terms.of(RefusalReason.class);

    /** Art. 17(3): against erasure, and against nothing else. */
    private static final Set<RefusalReason> AGAINST_ERASURE = Set.of(LEGAL_OBLIGATION, LEGAL_CLAIMS);

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
        RightsAct act = event.term("act", ACTS);
        @Nullable RefusalReason reason = act == RightsAct.EXTEND ? none(event) : reason(event, right);
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
                event.id("decidedBy", CommonMembers.LONGEST_NAME));
    }

    private static RefusalReason reason(Members event, RightKind right) {
        RefusalReason reason = event.term(REASON, REASONS);
        if (AGAINST_ERASURE.contains(reason) && right != RightKind.ERASURE && right != RightKind.UNRECOGNISED) {
            event.problem(REASON, "is a reason against erasure alone (GDPR art. 17(3))");
        }
        return reason;
    }

    /** What takes longer is followed all the same: why it does is said in words, to the person first. */
    private static @Nullable RefusalReason none(Members event) {
        if (event.has(REASON)) {
            event.problem(REASON, "is for a refusal; why it takes longer goes into text");
        }
        return null;
    }
}
