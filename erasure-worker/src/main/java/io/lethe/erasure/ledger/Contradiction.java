package io.lethe.erasure.ledger;

import io.lethe.erasure.ledger.Entry.Finished;
import io.lethe.erasure.ledger.Entry.Running;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Two answers to one attempt of a command that cannot both be true (E2). Which of them counts does not depend on this; whoever
 * looks after the recipient should know of it.
 *
 * @param first what was said before; {@code finished} where all that is left of the order is that everything was deleted
 * @param then what was said after it, by the recipient's own clock
 */
public record Contradiction(String first, String then) {

    /** What an answer says, or leads to, if nothing else is done. */
    private enum Sense {
        OPEN,
        DELETED,
        NOT_DELETED;

        static Sense of(AckOutcome outcome) {
            return switch (outcome) {
                case RECEIVED -> OPEN;
                case COMPLETED, NOT_FOUND -> DELETED;
                case FAILED, REFUSED, NOT_SUPPORTED -> NOT_DELETED;
            };
        }
    }

    /** Whether an answer contradicts what the same recipient said before. */
    public static Optional<Contradiction> of(@Nullable Entry known, String system, Answer said) {
        return switch (known) {
            case Running running ->
                running.command(system)
                        .filter(command -> contradicts(command, said))
                        .map(command -> Objects.requireNonNull(command.answer()))
                        .map(before -> new Contradiction(word(before.outcome()), word(said.outcome())));
            case Finished finished
            when finished.state() == OrderState.COMPLETED
                    && finished.systems().contains(system)
                    && Sense.of(said.outcome()) == Sense.NOT_DELETED ->
                Optional.of(new Contradiction("finished", word(said.outcome())));
            case null, default -> Optional.empty();
        };
    }

    private static boolean contradicts(Command command, Answer said) {
        Command.Answered before = command.answer();
        if (before == null || said.at().isBefore(before.at())) {
            return false;
        }
        Sense first = Sense.of(before.outcome());
        Sense then = Sense.of(said.outcome());
        boolean askedAgain = before.outcome() == AckOutcome.FAILED && command.attempts() > before.attempt();
        return first != Sense.OPEN && then != Sense.OPEN && first != then && !askedAgain;
    }

    private static String word(AckOutcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
