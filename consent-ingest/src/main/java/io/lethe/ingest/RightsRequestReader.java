package io.lethe.ingest;

import io.lethe.ingest.Event.Envelope;
import io.lethe.ingest.Event.RightExercised;
import io.lethe.ingest.Event.Subject;
import io.lethe.schemas.IdentityProof;
import io.lethe.schemas.RequestChannel;
import io.lethe.schemas.RightKind;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads requests by which people exercise their rights (G1). */
final class RightsRequestReader implements EventReader {

    private static final Set<String> MEMBERS =
            CommonMembers.with(CommonMembers.SUBJECT, "right", "identity", "channel", "purposes");
    private static final Terms<IdentityProof> IDENTITIES = Terms.of(IdentityProof.class);
    private static final Terms<RequestChannel> CHANNELS = Terms.of(RequestChannel.class);

    private final CommonMembers common;
    private final Vocabulary vocabulary;

    RightsRequestReader(CommonMembers common, Vocabulary vocabulary) {
        this.common = common;
        this.vocabulary = vocabulary;
    }

    @Override
    public Set<String> members() {
        return MEMBERS;
    }

    @Override
    public @Nullable RightExercised read(Members event, Instant now) {
        Envelope envelope = common.envelope(event, now, EventReaders.UNKNOWN_SOURCE);
        Subject subject = common.subject(event, CommonMembers.SUBJECT);
        RightKind right = event.term("right", vocabulary.rights());
        IdentityProof identity = event.term("identity", IDENTITIES);
        RequestChannel channel = event.term("channel", CHANNELS);
        List<String> purposes = event.optionalTerms("purposes", vocabulary.purposeIds());
        return subject == null ? null : new RightExercised(envelope, subject, right, identity, channel, purposes);
    }
}
