package io.lethe.ingest.event;

import io.lethe.ingest.event.Event.Envelope;
import io.lethe.ingest.event.Event.Held;
import io.lethe.ingest.event.Event.Subject;
import io.lethe.ingest.json.Members;
import io.lethe.ingest.json.Terms;
import io.lethe.schemas.HoldAction;
import java.time.Instant;
import java.util.Set;

/** Reads legal holds (R4), which operators place on a person or, where they know no more, on a subject id. */
final class HoldReader implements EventReader {

    private static final Set<String> MEMBERS = CommonMembers.with(
            CommonMembers.SUBJECT, CommonMembers.SUBJECT_ID, "holdId", "action", "reason", CommonMembers.DECIDED_BY);
    private static final Terms<HoldAction> ACTIONS = Terms.of(HoldAction.class);
    private static final int LONGEST_HOLD_ID = 100;

    private final CommonMembers common;

    HoldReader(CommonMembers common) {
        this.common = common;
    }

    @Override
    public Set<String> members() {
        return MEMBERS;
    }

    @Override
    public Held read(Members event, Instant now) {
        Envelope envelope = common.envelope(event, now, CommonMembers.CONSOLE);
        Subject subject = common.subjectUnlessById(event);
        String subjectId = common.subjectId(event);
        return new Held(
                envelope,
                subject,
                subjectId,
                event.id("holdId", LONGEST_HOLD_ID),
                event.term("action", ACTIONS),
                event.text("reason", CommonMembers.LONGEST_REASON),
                CommonMembers.decidedBy(event));
    }
}
