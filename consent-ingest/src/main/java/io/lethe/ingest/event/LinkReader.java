package io.lethe.ingest.event;

import io.lethe.identity.Identifier;
import io.lethe.ingest.event.Event.Envelope;
import io.lethe.ingest.event.Event.Linked;
import io.lethe.ingest.event.Event.Subject;
import io.lethe.ingest.json.Members;
import io.lethe.ingest.json.Terms;
import io.lethe.schemas.LinkAction;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads links between subjects (E8). */
final class LinkReader implements EventReader {

    private static final Set<String> MEMBERS = CommonMembers.with(CommonMembers.SUBJECT, "with", "action", "reason");
    private static final Terms<LinkAction> ACTIONS = Terms.of(LinkAction.class);

    private final CommonMembers common;

    LinkReader(CommonMembers common) {
        this.common = common;
    }

    @Override
    public Set<String> members() {
        return MEMBERS;
    }

    @Override
    public @Nullable Linked read(Members event, Instant now) {
        Envelope envelope = common.envelope(event, now, CommonMembers.UNKNOWN_SOURCE);
        Subject subject = common.subject(event, CommonMembers.SUBJECT);
        Subject with = common.subject(event, "with");
        LinkAction action = event.term("action", ACTIONS);
        String reason = event.optionalText("reason", CommonMembers.LONGEST_REASON);
        if (subject == null || with == null) {
            return null;
        }
        for (Identifier identifier : with.identifiers()) {
            if (subject.identifiers().contains(identifier)) {
                event.problem("with", "has an identifier that the subject has too");
                break;
            }
        }
        return new Linked(envelope, subject, with, action, reason);
    }
}
