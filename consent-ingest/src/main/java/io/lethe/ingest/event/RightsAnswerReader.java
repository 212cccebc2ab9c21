package io.lethe.ingest.event;

import io.lethe.ingest.event.Event.Envelope;
import io.lethe.ingest.event.Event.RightAnswered;
import io.lethe.ingest.event.Event.Subject;
import io.lethe.ingest.json.Members;
import io.lethe.ingest.json.Terms;
import io.lethe.schemas.AnswerOutcome;
import io.lethe.schemas.RightKind;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what has come of rights requests in recipient systems (G6). What they have of a person never comes here: how many records, and where they
 * lie.
 */
final class RightsAnswerReader implements EventReader {

    private static final String RIGHT = "right";
    private static final String SYSTEM = "system";
    private static final String OUTCOME = "outcome";
    private static final String RECORDS = "records";
    private static final String REFERENCE = "reference";
    private static final String ANSWERED_BY = "answeredBy";
    private static final Set<String> MEMBERS = CommonMembers.with(
            CommonMembers.SUBJECT,
            CommonMembers.SUBJECT_ID,
            "requestId",
            RIGHT,
            SYSTEM,
            OUTCOME,
            RECORDS,
            REFERENCE,
            ANSWERED_BY);
    private static final Terms<AnswerOutcome> OUTCOMES = Terms.of(AnswerOutcome.class);
    private static final int MOST_RECORDS = 1_000_000_000;

    /** An erasure is answered to its command; what is objected to or withdrawn is told to everybody. */
    private static final Set<RightKind> TOLD_OTHERWISE =
            EnumSet.of(RightKind.ERASURE, RightKind.OBJECTION, RightKind.CONSENT_WITHDRAWAL);

    private final CommonMembers common;
    private final Vocabulary vocabulary;

    RightsAnswerReader(CommonMembers common, Vocabulary vocabulary) {
        this.common = common;
        this.vocabulary = vocabulary;
    }

    @Override
    public Set<String> members() {
        return MEMBERS;
    }

    @Override
    public RightAnswered read(Members event, Instant now) {
        Envelope envelope = common.envelope(event, now, CommonMembers.UNKNOWN_SOURCE);
        Subject subject = common.subjectUnlessById(event);
        String subjectId = common.subjectId(event);
        RightKind right = event.term(RIGHT, vocabulary.rights());
        if (TOLD_OTHERWISE.contains(right)) {
            event.problem(
                    RIGHT,
                    "is none that recipient systems answer; those are access, portability, rectification, restriction");
        }
        AnswerOutcome outcome = event.term(OUTCOME, OUTCOMES);
        @Nullable Integer records = event.optionalCount(RECORDS, MOST_RECORDS);
        if (records != null && outcome != AnswerOutcome.COMPLETED && outcome != AnswerOutcome.UNRECOGNISED) {
            event.problem(RECORDS, "is for completed, and says how many there were");
        }
        return new RightAnswered(
                envelope,
                subject,
                subjectId,
                common.uuid(event, "requestId"),
                right,
                event.term(SYSTEM, vocabulary.recipients()),
                outcome,
                records,
                event.has(REFERENCE) ? event.id(REFERENCE, CommonMembers.LONGEST_NAME) : null,
                event.has(ANSWERED_BY) ? event.id(ANSWERED_BY, CommonMembers.LONGEST_NAME) : null);
    }
}
