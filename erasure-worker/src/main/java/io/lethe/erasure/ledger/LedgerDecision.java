package io.lethe.erasure.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What follows from an event, for the processor to carry out. */
public sealed interface LedgerDecision {

    /**
     * A command is published, for the first time or again.
     *
     * @param dataCategories what the recipient was given
     */
    record CommandIssued(Order order, Command command, Instant dueAt, List<String> dataCategories)
            implements LedgerDecision {}

    record StatusChanged(Status status) implements LedgerDecision {}

    /**
     * A person has to look. A late completion completes all the same.
     *
     * @param system empty when it is the order as a whole
     */
    record Escalated(String system, Reason reason) implements LedgerDecision {

        public enum Reason {
            NO_ANSWER,
            FAILED,
            REFUSED,
            NO_IDENTIFIER,
            /** Its turn did not come: others have kept the system busy until the deadline. */
            NO_ROOM,
            NO_LONGER_A_RECIPIENT;

            /** As it stands in statuses and metrics. */
            public String label() {
                return name().toLowerCase(Locale.ROOT).replace('_', '-');
            }
        }
    }

    /** The last recipient is done: there is a certificate, and the identifier may go (E4, E7). */
    record CertificateIssued(Order order, OrderState state, List<Command> commands, Instant completedAt)
            implements LedgerDecision {}

    /** An operator's decision is carried out. */
    record ActTaken(Act act) implements LedgerDecision {}

    /** An operator's decision cannot be carried out. */
    record ActRefused(Act act, String why) implements LedgerDecision {}

    /** An answer to a command that was never given. */
    record UnknownCommand() implements LedgerDecision {}
}
