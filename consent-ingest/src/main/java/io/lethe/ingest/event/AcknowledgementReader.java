package io.lethe.ingest.event;

import io.lethe.ingest.event.Event.Acknowledged;
import io.lethe.ingest.event.Event.Envelope;
import io.lethe.ingest.json.Members;
import io.lethe.ingest.json.Terms;
import io.lethe.schemas.DeletionOutcome;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what recipient systems answer to deletion commands (E2). An acknowledgement belongs to the subject that its command
 * names; it has no further identity, so an {@code eventId} or {@code source} is checked and goes no further.
 */
final class AcknowledgementReader implements EventReader {

    private static final String COMMAND_ID = "commandId";
    private static final Set<String> MEMBERS =
            Set.of(CommonMembers.EVENT_ID, CommonMembers.SOURCE, COMMAND_ID, "outcome", "reason", "at");
    /** Outcomes that only an operator brings about. */
    private static final Set<String> OPERATORS_WORDS = Set.of("waived", "closed");

    static final Terms<DeletionOutcome> OUTCOMES =
            Terms.of(DeletionOutcome.class, word -> !OPERATORS_WORDS.contains(word));
    private static final Pattern COMMAND_ID_FORM =
            Pattern.compile("[A-Za-z0-9_-]{43}\\.[A-Za-z0-9_-]{12}\\.[a-z0-9][a-z0-9-]{0,62}");
    private static final int SUBJECT_ID_LENGTH = 43;

    private final CommonMembers common;

    AcknowledgementReader(CommonMembers common) {
        this.common = common;
    }

    @Override
    public Set<String> members() {
        return MEMBERS;
    }

    @Override
    public @Nullable Acknowledged read(Members event, Instant now) {
        Envelope envelope = common.envelope(event, now, CommonMembers.UNKNOWN_SOURCE, "at");
        String commandId = event.raw(COMMAND_ID);
        DeletionOutcome outcome = event.term("outcome", OUTCOMES);
        String reason = event.optionalText("reason", CommonMembers.LONGEST_REASON);
        if (outcome == DeletionOutcome.REFUSED && reason == null) {
            event.problem("reason", "is missing: a refusal has to say why");
        }
        if (!event.has(COMMAND_ID)) {
            event.problem(COMMAND_ID, "is missing");
        } else if (commandId != null && !COMMAND_ID_FORM.matcher(commandId).matches()) {
            event.problem(COMMAND_ID, "is not the id of a deletion command");
        } else if (commandId != null) {
            return new Acknowledged(envelope, commandId.substring(0, SUBJECT_ID_LENGTH), commandId, outcome, reason);
        }
        return null;
    }
}
