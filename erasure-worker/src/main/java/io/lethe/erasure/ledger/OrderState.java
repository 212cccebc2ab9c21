package io.lethe.erasure.ledger;

import java.util.Collection;

/** Where an order stands as a whole. */
public enum OrderState {
    ORDERED,
    IN_PROGRESS,
    ESCALATED,
    PARTIALLY_COMPLETED,
    COMPLETED;

    /** What the commands of a running order add up to: what needs a person shows before what is done. */
    public static OrderState of(Collection<Command> commands) {
        if (commands.stream().anyMatch(command -> command.state().withPerson())) {
            return ESCALATED;
        }
        long settled =
                commands.stream().filter(command -> command.state().settled()).count();
        if (settled == commands.size()) {
            return COMPLETED;
        }
        return settled == 0 ? IN_PROGRESS : PARTIALLY_COMPLETED;
    }
}
