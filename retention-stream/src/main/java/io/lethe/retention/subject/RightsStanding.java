package io.lethe.retention.subject;

import static io.lethe.retention.subject.RightsAct.ASK_FOR_PROOF;
import static io.lethe.retention.subject.RightsAct.EXPIRE;
import static io.lethe.retention.subject.RightsAct.EXTEND;
import static io.lethe.retention.subject.RightsAct.FULFIL;
import static io.lethe.retention.subject.RightsAct.ORDER;
import static io.lethe.retention.subject.RightsAct.PROVE;
import static io.lethe.retention.subject.RightsAct.REFUSE;
import static io.lethe.retention.subject.RightsAct.START;
import static io.lethe.retention.subject.RightsAct.WITHDRAW;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Where a rights request can stand, and what may be done about it there (G1, G3): what this table does not have is refused. */
public enum RightsStanding {
    IDENTITY_TO_BE_PROVEN,
    /** It is received, and who asks is known. */
    OPEN,
    /** It is open, and the person knows that the answer takes longer. */
    EXTENDED,
    /** Somebody works on the answer. */
    IN_PROGRESS,
    /** An erasure is under way that answers it; to everybody else it is in progress. */
    ORDERED,
    FULFILLED,
    REFUSED,
    WITHDRAWN,
    EXPIRED;

    /** Rights that something other than a decision answers: an order of erasure, or a statement. */
    private static final Set<String> ANSWERED_BY_ITSELF = Set.of("erasure", "objection", "consent-withdrawal");

    private static final Map<RightsStanding, Map<RightsAct, RightsStanding>> TABLE = new EnumMap<>(Map.of(
            IDENTITY_TO_BE_PROVEN,
            Map.of(
                    ASK_FOR_PROOF, IDENTITY_TO_BE_PROVEN,
                    PROVE, OPEN,
                    EXTEND, IDENTITY_TO_BE_PROVEN,
                    REFUSE, REFUSED,
                    WITHDRAW, WITHDRAWN,
                    EXPIRE, EXPIRED),
            OPEN,
            Map.of(
                    START, IN_PROGRESS,
                    EXTEND, EXTENDED,
                    ORDER, ORDERED,
                    FULFIL, FULFILLED,
                    REFUSE, REFUSED,
                    WITHDRAW, WITHDRAWN),
            EXTENDED,
            Map.of(
                    START, IN_PROGRESS,
                    ORDER, ORDERED,
                    FULFIL, FULFILLED,
                    REFUSE, REFUSED,
                    WITHDRAW, WITHDRAWN),
            IN_PROGRESS,
            Map.of(EXTEND, IN_PROGRESS, FULFIL, FULFILLED, REFUSE, REFUSED, WITHDRAW, WITHDRAWN),
            ORDERED,
            Map.of(EXTEND, ORDERED, FULFIL, FULFILLED),
            FULFILLED,
            Map.of(),
            REFUSED,
            Map.of(),
            WITHDRAWN,
            Map.of(),
            EXPIRED,
            Map.of()));

    /** Where a request stands after an act; empty where that is not allowed. */
    public Optional<RightsStanding> after(RightsAct act) {
        return Optional.ofNullable(row().get(act));
    }

    /** What somebody at the desk may decide here on a request to exercise a right, in the order in which it would be done. */
    public Set<RightsAct> decisions(String right) {
        Set<RightsAct> decisions = EnumSet.noneOf(RightsAct.class);
        row().keySet().stream()
                .filter(act -> act.isDecision() && isDecidedFor(act, right))
                .forEach(decisions::add);
        return decisions;
    }

    /** Whether nothing more becomes of it. */
    public boolean isEnd() {
        return row().isEmpty();
    }

    /** Whether an act may be decided on requests for a right; what is answered by what it leads to is neither begun nor fulfilled by a decision. */
    static boolean isDecidedFor(RightsAct act, String right) {
        return act != START && act != FULFIL || !ANSWERED_BY_ITSELF.contains(right);
    }

    private Map<RightsAct, RightsStanding> row() {
        return Objects.requireNonNull(TABLE.get(this));
    }
}
