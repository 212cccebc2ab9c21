package io.lethe.ingest.event;

import io.lethe.ingest.event.Event.Envelope;
import io.lethe.ingest.event.Event.Purposes;
import io.lethe.ingest.event.Event.RightExercised;
import io.lethe.ingest.event.Event.Subject;
import io.lethe.ingest.event.Vocabulary.PurposeTerms;
import io.lethe.ingest.json.Members;
import io.lethe.ingest.json.Terms;
import io.lethe.schemas.Decision;
import io.lethe.schemas.IdentityProof;
import io.lethe.schemas.RequestChannel;
import io.lethe.schemas.RightKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests by which people exercise their rights (G1). Such a request takes effect on purposes (C1), so what it names has
 * to offer the verb, and purposes of devices need the device's visitor id.
 */
final class RightsRequestReader implements EventReader {

    static final String PURPOSES = "purposes";
    private static final Set<String> MEMBERS =
            CommonMembers.with(CommonMembers.SUBJECT, "right", "identity", "channel", PURPOSES);
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
        Envelope envelope = common.envelope(event, now, CommonMembers.UNKNOWN_SOURCE);
        Subject subject = common.subject(event, CommonMembers.SUBJECT);
        RightKind right = event.term("right", vocabulary.rights());
        IdentityProof identity = event.term("identity", IDENTITIES);
        RequestChannel channel = event.term("channel", CHANNELS);
        boolean visitor = subject == null || subject.visitor().isPresent();
        Purposes purposes = purposes(event, right, visitor);
        return subject == null ? null : new RightExercised(envelope, subject, right, identity, channel, purposes, null);
    }

    /** The purposes that a request names, checked against its right and its subject. */
    Purposes purposes(Members event, RightKind right, boolean visitor) {
        Optional<Decision> verb = Purposes.verb(right);
        List<PurposeTerms> given = event.optionalTerms(PURPOSES, vocabulary.purposes(), (purpose, index) -> {
            if (verb.isPresent() && !purpose.offers(verb.get())) {
                event.problem(PURPOSES, index, whyNot(right, purpose));
            }
            if (purpose.ofDevice() && !visitor) {
                event.problem(PURPOSES, index, "concerns a device, and the subject has no visitorId");
            }
        });
        return Purposes.of(given);
    }

    private static String whyNot(RightKind right, PurposeTerms purpose) {
        return "does not offer the verb: " + purpose.id()
                + (right == RightKind.OBJECTION
                        ? " does not rest on legitimate-interest, so it cannot be objected to"
                        : " does not rest on consent, so there is none to withdraw");
    }
}
