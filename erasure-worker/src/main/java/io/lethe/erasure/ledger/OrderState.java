package io.lethe.erasure.ledger;

import java.util.Collection;

/** Where an order stands as a whole. */
public enum OrderState {
    ORDERED,
    IN_PROGRESS,
    ESCALATED,
    /** Some systems are done, others still owe an answer. */
    PARTIALLY_COMPLETED,
    /** Every system has deleted, had nothing, or was seen by an operator to have deleted. */
    COMPLETED,
    /** Nothing is owed any more, but a system cannot delete on request, or was released by an operator without having deleted. */
    COMPLETED_WITH_EXCEPTIONS;

    /** What the commands of an order add up to: what needs a person shows before what is done. */
    public static OrderState of(Collection<Command> commands) {
        int settled = 0;
        boolean exceptions = false;
        for (Command command : commands) {
            CommandState state = command.state();
            if (state.withPerson()) {
                return ESCALATED;
            }
            settled += state.settled() ? 1 : 0;
            exceptions |= state.isException();
        }
        if (settled == commands.size()) {
            return exceptions ? COMPLETED_WITH_EXCEPTIONS : COMPLETED;
        }
        return settled == 0 ? IN_PROGRESS : PARTIALLY_COMPLETED;
    }

    /** Nothing is owed any more. */
    boolean finished() {
        return this == COMPLETED || this == COMPLETED_WITH_EXCEPTIONS;
    }
}
