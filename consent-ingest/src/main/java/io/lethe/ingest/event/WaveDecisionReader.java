package io.lethe.ingest.event;

import io.lethe.ingest.event.Event.WaveDecided;
import io.lethe.ingest.json.Members;
import io.lethe.ingest.json.Terms;
import io.lethe.schemas.WaveVerdict;
import java.time.Instant;
import java.util.Set;

/** Reads what operators decide on the erasures that are held, being too many at once (R6). */
final class WaveDecisionReader implements EventReader {

    private static final Set<String> MEMBERS = CommonMembers.with("decision", "reason", CommonMembers.DECIDED_BY);
    private static final Terms<WaveVerdict> DECISIONS = Terms.of(WaveVerdict.class);

    private final CommonMembers common;

    WaveDecisionReader(CommonMembers common) {
        this.common = common;
    }

    @Override
    public Set<String> members() {
        return MEMBERS;
    }

    @Override
    public WaveDecided read(Members event, Instant now) {
        return new WaveDecided(
                common.envelope(event, now, CommonMembers.CONSOLE),
                event.term("decision", DECISIONS),
                event.text("reason", CommonMembers.LONGEST_REASON),
                CommonMembers.decidedBy(event));
    }
}
