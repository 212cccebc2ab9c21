package io.lethe.ingest.event;

import io.lethe.ingest.event.Event.Envelope;
import io.lethe.ingest.event.Event.ErasureDecided;
import io.lethe.ingest.json.Members;
import io.lethe.ingest.json.Terms;
import io.lethe.schemas.ErasureVerdict;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what operators decide on an order whose recipients do not answer as they should (E3). */
final class ErasureDecisionReader implements EventReader {

    private static final String ORDER_ID = "orderId";
    private static final String SYSTEM = "system";
    private static final Set<String> MEMBERS =
            CommonMembers.with(ORDER_ID, SYSTEM, "decision", "reason", CommonMembers.DECIDED_BY);
    private static final Terms<ErasureVerdict> DECISIONS = Terms.of(ErasureVerdict.class);
    private static final Pattern ORDER_ID_FORM = Pattern.compile("[A-Za-z0-9_-]{43}\\.[A-Za-z0-9_-]{12}");
    private static final Pattern SYSTEM_FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final int SUBJECT_ID_LENGTH = 43;

    private final CommonMembers common;

    ErasureDecisionReader(CommonMembers common) {
        this.common = common;
    }

    @Override
    public Set<String> members() {
        return MEMBERS;
    }

    @Override
    public @Nullable ErasureDecided read(Members event, Instant now) {
        Envelope envelope = common.envelope(event, now, CommonMembers.CONSOLE);
        ErasureVerdict decision = event.term("decision", DECISIONS);
        String reason = event.text("reason", CommonMembers.LONGEST_REASON);
        String decidedBy = CommonMembers.decidedBy(event);
        String system = event.raw(SYSTEM);
        if (system != null && !SYSTEM_FORM.matcher(system).matches()) {
            event.problem(SYSTEM, "is not the id of a recipient system");
        }
        String orderId = event.raw(ORDER_ID);
        if (!event.has(ORDER_ID)) {
            event.problem(ORDER_ID, "is missing");
        } else if (orderId != null && !ORDER_ID_FORM.matcher(orderId).matches()) {
            event.problem(ORDER_ID, "is not the id of an erasure order");
        } else if (orderId != null) {
            return new ErasureDecided(
                    envelope, orderId.substring(0, SUBJECT_ID_LENGTH), orderId, system, decision, reason, decidedBy);
        }
        return null;
    }
}
