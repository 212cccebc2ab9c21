package io.lethe.ingest.event;

import io.lethe.identity.Identifier;
import io.lethe.ingest.event.Event.Corrected;
import io.lethe.ingest.event.Event.Envelope;
import io.lethe.ingest.event.Event.Subject;
import io.lethe.ingest.json.Members;
import io.lethe.policy.IdentifierKind;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads that a person's e-mail address or customer id is put right (G7). What a browser is known by is made up by a machine, and never wrong. */
final class CorrectionReader implements EventReader {

    private static final String CORRECTED = "corrected";
    private static final String REQUEST_ID = "requestId";
    private static final Set<String> MEMBERS = CommonMembers.with(
            CommonMembers.SUBJECT, CommonMembers.SUBJECT_ID, CORRECTED, REQUEST_ID, "reason", CommonMembers.DECIDED_BY);

    private final CommonMembers common;

    CorrectionReader(CommonMembers common) {
        this.common = common;
    }

    @Override
    public Set<String> members() {
        return MEMBERS;
    }

    @Override
    public @Nullable Corrected read(Members event, Instant now) {
        Envelope envelope = common.envelope(event, now, CommonMembers.CONSOLE);
        Subject subject = common.subjectUnlessById(event);
        String subjectId = common.subjectId(event);
        Subject corrected = common.subject(event, CORRECTED);
        String requestId = event.has(REQUEST_ID) ? common.uuid(event, REQUEST_ID) : null;
        String reason = event.optionalText("reason", CommonMembers.LONGEST_REASON);
        String decidedBy = CommonMembers.decidedBy(event);
        if (subject != null) {
            checkOne(event, CommonMembers.SUBJECT, subject);
        }
        if (corrected == null) {
            return null;
        }
        checkOne(event, CORRECTED, corrected);
        if (subject != null) {
            Identifier wrong = subject.identifiers().getFirst();
            Identifier right = corrected.identifiers().getFirst();
            if (wrong.kind() != right.kind()) {
                event.problem(
                        CORRECTED,
                        "must be of the same kind as the subject's: "
                                + wrong.kind().id());
            } else if (wrong.equals(right)) {
                event.problem(CORRECTED, "is what the subject is known by already");
            }
        }
        return new Corrected(envelope, subject, subjectId, corrected, requestId, reason, decidedBy);
    }

    private static void checkOne(Members event, String name, Subject subject) {
        if (subject.identifiers().size() > 1) {
            event.problem(name, "must have one identifier: each is put right on its own");
        } else if (subject.identifiers().getFirst().kind() == IdentifierKind.VISITOR_ID) {
            event.problem(name, "must be an email or a customerId");
        }
    }
}
