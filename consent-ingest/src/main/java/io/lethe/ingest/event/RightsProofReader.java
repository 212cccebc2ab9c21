package io.lethe.ingest.event;

import io.lethe.ingest.code.OneTimeCode;
import io.lethe.ingest.event.Event.CodeShown;
import io.lethe.ingest.event.Event.Envelope;
import io.lethe.ingest.event.Event.Purposes;
import io.lethe.ingest.event.Event.Subject;
import io.lethe.ingest.json.Members;
import io.lethe.schemas.RightKind;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a code that somebody shows to prove that a request is theirs (G3). It is never quoted, right or wrong. */
final class RightsProofReader implements EventReader {

    private static final String REQUEST_ID = "requestId";
    private static final String RIGHT = "right";
    private static final String CODE = "code";
    private static final Set<String> MEMBERS =
            CommonMembers.with(CommonMembers.SUBJECT, REQUEST_ID, RIGHT, RightsRequestReader.PURPOSES, CODE);

    private final CommonMembers common;
    private final Vocabulary vocabulary;
    private final RightsRequestReader requests;

    RightsProofReader(CommonMembers common, Vocabulary vocabulary) {
        this.common = common;
        this.vocabulary = vocabulary;
        this.requests = new RightsRequestReader(common, vocabulary);
    }

    @Override
    public Set<String> members() {
        return MEMBERS;
    }

    @Override
    public @Nullable CodeShown read(Members event, Instant now) {
        Envelope envelope = common.envelope(event, now, CommonMembers.UNKNOWN_SOURCE);
        Subject subject = common.subject(event, CommonMembers.SUBJECT);
        String requestId = common.uuid(event, REQUEST_ID);
        RightKind right = event.term(RIGHT, vocabulary.rights());
        boolean visitor = subject == null || subject.visitor().isPresent();
        Purposes purposes = requests.purposes(event, right, visitor);
        String code = Objects.requireNonNullElse(event.raw(CODE), "");
        if (!event.has(CODE)) {
            event.problem(CODE, "is missing");
        } else if (!OneTimeCode.isOne(code)) {
            event.problem(CODE, "must be " + OneTimeCode.FORM);
        }
        return subject == null
                ? null
                : new CodeShown(envelope, subject, requestId, right, purposes, new OneTimeCode(code));
    }
}
