package io.lethe.ingest.event;

import io.lethe.ingest.code.CodePost;
import io.lethe.ingest.code.OneTimeCode;
import io.lethe.ingest.event.Event.CodeMade;
import io.lethe.ingest.event.Event.Envelope;
import io.lethe.ingest.event.Event.Subject;
import io.lethe.ingest.json.Members;
import io.lethe.policy.IdentifierKind;
import io.lethe.schemas.RightKind;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads that a code is to be sent which proves who made a request (G3), and draws it. */
final class RightsCodeReader implements EventReader {

    private static final String REQUEST_ID = "requestId";
    private static final String RIGHT = "right";
    private static final Set<String> MEMBERS = CommonMembers.with(CommonMembers.SUBJECT, REQUEST_ID, RIGHT);

    private final CommonMembers common;
    private final Vocabulary vocabulary;

    RightsCodeReader(CommonMembers common, Vocabulary vocabulary) {
        this.common = common;
        this.vocabulary = vocabulary;
    }

    @Override
    public Set<String> members() {
        return MEMBERS;
    }

    @Override
    public @Nullable CodeMade read(Members event, Instant now) {
        Envelope envelope = common.envelope(event, now, CommonMembers.UNKNOWN_SOURCE);
        Subject subject = common.subject(event, CommonMembers.SUBJECT);
        String requestId = common.uuid(event, REQUEST_ID);
        RightKind right = event.term(RIGHT, vocabulary.rights());
        if (subject == null) {
            return null;
        }
        if (subject.identifiers().getFirst().kind() != IdentifierKind.EMAIL) {
            event.problem(CommonMembers.SUBJECT, "has no email to which a code could go");
        }
        return new CodeMade(envelope, subject, requestId, right, OneTimeCode.drawn(), now.plus(CodePost.VALID));
    }
}
