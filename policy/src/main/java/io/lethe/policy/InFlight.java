package io.lethe.policy;

/**
 * How many commands a recipient system is given at one time, before it has answered: what goes beyond waits (E3).
 *
 * @param most at least 1
 */
public record InFlight(int most) {

    /** As many as there are. */
    public static final InFlight UNLIMITED = new InFlight(Integer.MAX_VALUE);

    public InFlight {
        if (most < 1) {
            throw new IllegalArgumentException("a system that is given " + most + " commands is given none");
        }
    }

    public boolean isLimited() {
        return most < Integer.MAX_VALUE;
    }

    /** What each of so many partitions may give: they know nothing of each other. At least one, or nothing would ever move. */
    public int share(int partitions) {
        return isLimited() ? Math.max(1, most / partitions) : most;
    }
}
