package io.lethe.local.faults;

import io.lethe.schemas.IdentityProof;
import io.lethe.schemas.RightsAct;
import io.lethe.schemas.RightsAnswer;
import io.lethe.schemas.RightsDecision;
import io.lethe.schemas.RightsRequest;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for beside being erased, as its events make it. Each of them comes when what it follows is known, and follows by the table of what can become of a
 * request; a code that was shown is told where it is wrong, and proves where it is right; whoever is not proven in three months has asked in vain. The clock is not turned before the end, or is
 * where no proof comes.
 */
final class Inquiry {

    private static final Period PROOF = Period.ofMonths(3);

    private static final Map<RightsAct, String> LEADS_TO = Map.of(
            RightsAct.START, "IN_PROGRESS",
            RightsAct.EXTEND, "EXTENDED",
            RightsAct.FULFIL, "FULFILLED",
            RightsAct.REFUSE, "REFUSED",
            RightsAct.WITHDRAW, "WITHDRAWN");

    private final String requestId;
    private final String subject;
    private final List<String> told = new ArrayList<>();
    private final Set<Object> heard = new HashSet<>();
    private String state = "";
    private @Nullable String sentCode;
    private @Nullable Instant unprovenSince;

    Inquiry(String requestId, String subject) {
        this.requestId = requestId;
        this.subject = subject;
    }

    void accepted(RightsRequest event) {
        if (!heard.add(event)) {
            return;
        }
        var code = event.getCode();
        if (code != null && code.getValidUntil() != null) {
            sentCode = code.getDigest();
        } else if (code != null && !code.getDigest().equals(sentCode)) {
            told.add(state + " WRONG");
        } else if (code != null || event.getIdentity() == IdentityProof.VERIFIED) {
            unprovenSince = null;
            comesTo("OPEN");
        } else {
            unprovenSince = event.getOccurredAt();
            comesTo("IDENTITY_TO_BE_PROVEN");
        }
    }

    void accepted(RightsDecision event) {
        if (heard.add(event)) {
            unprovenSince = null;
            comesTo(LEADS_TO.getOrDefault(event.getAct(), ""));
        }
    }

    /** It stands where it stood, and that is told. */
    void accepted(RightsAnswer event) {
        if (heard.add(event)) {
            comesTo(state);
        }
    }

    private void comesTo(String next) {
        state = next;
        told.add(next);
    }

    /** @param now what the clock was last set to */
    void tell(Told all, Instant now) {
        String request = requestId + " of " + subject + " ";
        told.forEach(one -> all.requests.add(request + one));
        boolean expired = unprovenSince != null && hasExpired(unprovenSince, now);
        if (expired) {
            all.requests.add(request + "EXPIRED");
        }
        all.states.put("request " + requestId, expired ? "EXPIRED" : state);
    }

    private static boolean hasExpired(Instant since, Instant now) {
        Instant expires = Oracle.after(since, PROOF);
        if (now.plus(Oracle.RUNS_ON).isAfter(expires) && now.isBefore(Oracle.after(expires, Oracle.AT_MOST_PUT_OFF))) {
            throw new IllegalStateException("whether a request has expired at " + now + " depends on a weekend");
        }
        return now.isAfter(expires);
    }
}
