package io.lethe.ingest.event;

import io.lethe.ingest.event.Event.Envelope;
import io.lethe.ingest.event.Event.RightDecided;
import io.lethe.ingest.event.Event.Subject;
import io.lethe.ingest.json.Members;
import io.lethe.schemas.RightKind;
import io.lethe.schemas.RightsAct;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads that people want a request no more which they have made (G3); a back-end says so, who knows who is logged in. */
final class RightsWithdrawalReader implements EventReader {

    /** Who decides is whose request it is. */
    private static final String THE_PERSON = "person";

    private static final String REQUEST_ID = "requestId";
    private static final String RIGHT = "right";
    private static final Set<String> MEMBERS = CommonMembers.with(CommonMembers.SUBJECT, REQUEST_ID, RIGHT);

    private final CommonMembers common;
    private final Vocabulary vocabulary;

    RightsWithdrawalReader(CommonMembers common, Vocabulary vocabulary) {
        this.common = common;
        this.vocabulary = vocabulary;
    }

    @Override
    public Set<String> members() {
        return MEMBERS;
    }

    @Override
    public @Nullable RightDecided read(Members event, Instant now) {
        Envelope envelope = common.envelope(event, now, CommonMembers.UNKNOWN_SOURCE);
        Subject subject = common.subject(event, CommonMembers.SUBJECT);
        String requestId = common.uuid(event, REQUEST_ID);
        RightKind right = event.term(RIGHT, vocabulary.rights());
        return subject == null
                ? null
                : new RightDecided(
                        envelope, subject, "", requestId, right, RightsAct.WITHDRAW, null, null, THE_PERSON, null);
    }
}
