package io.lethe.retention.store;

import org.jspecify.annotations.Nullable;

/**
 * How far a partition is with a change of the policy (R5).
 *
 * @param settled the policy under which everybody in it was looked at last; absent where that never happened
 * @param pass what is under way; absent where nothing is
 */
public record PolicyStanding(
        @Nullable PolicyMark settled, @Nullable Pass pass) {

    /** Nobody was ever looked at. */
    public static final PolicyStanding NEW = new PolicyStanding(null, null);

    /**
     * A pass over everybody.
     *
     * @param policy under which everybody is looked at
     * @param cursor the last one who was, in the order of the subjects' ids; absent where nobody was yet
     * @param looked at how many subjects
     */
    public record Pass(PolicyMark policy, @Nullable String cursor, long looked) {}

    public boolean isSettledUnder(PolicyMark policy) {
        return pass == null && policy.equals(settled);
    }

    public boolean isPassingTo(PolicyMark policy) {
        return pass != null && pass.policy().equals(policy);
    }

    /** A pass begins, from the first subject: those whom an unfinished one has seen were looked at under another policy. */
    public PolicyStanding begun(PolicyMark policy) {
        return new PolicyStanding(settled, new Pass(policy, null, 0));
    }

    /** Everybody was looked at, or nobody is there. */
    public static PolicyStanding settledUnder(PolicyMark policy) {
        return new PolicyStanding(policy, null);
    }
}
