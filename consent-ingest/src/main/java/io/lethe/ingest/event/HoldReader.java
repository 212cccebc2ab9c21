package io.lethe.ingest.event;

import io.lethe.ingest.event.Event.Envelope;
import io.lethe.ingest.event.Event.Held;
import io.lethe.ingest.event.Event.Subject;
import io.lethe.ingest.json.Members;
import io.lethe.ingest.json.Terms;
import io.lethe.schemas.HoldAction;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads legal holds (R4), which operators place on a person or, where they know no more, on a subject id. */
final class HoldReader implements EventReader {

    private static final String SUBJECT_ID = "subjectId";
    private static final Set<String> MEMBERS =
            CommonMembers.with(CommonMembers.SUBJECT, SUBJECT_ID, "holdId", "action", "reason");
    private static final Terms<HoldAction> ACTIONS = Terms.of(HoldAction.class);
    private static final Pattern SUBJECT_ID_FORM = Pattern.compile("[A-Za-z0-9_-]{43}");
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
        boolean byId = event.has(SUBJECT_ID);
        if (byId == event.has(CommonMembers.SUBJECT)) {
            event.problem("must have either subject or subjectId");
        }
        Subject subject = event.has(CommonMembers.SUBJECT) ? common.subject(event, CommonMembers.SUBJECT) : null;
        String subjectId = byId ? subjectId(event) : "";
        return new Held(
                envelope,
                subject,
                subjectId,
                event.id("holdId", LONGEST_HOLD_ID),
                event.term("action", ACTIONS),
                event.text("reason", CommonMembers.LONGEST_REASON));
    }

    private static String subjectId(Members event) {
        @Nullable String id = event.raw(SUBJECT_ID);
        if (id != null && !SUBJECT_ID_FORM.matcher(id).matches()) {
            event.problem(SUBJECT_ID, "must be a subject id: 43 characters, base64url");
        }
        return id == null ? "" : id;
    }
}
