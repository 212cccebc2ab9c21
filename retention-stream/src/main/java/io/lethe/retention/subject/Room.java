package io.lethe.retention.subject;

import io.lethe.consent.Statement;
import java.util.Collection;
import java.util.function.ToIntFunction;

/**
 * How much is kept of one subject. Its record has to fit into one Kafka message of a mebibyte; a caller who writes more about a
 * subject than a person ever would must not stop the stream for all others (S3). Counted in characters, of which each takes
 * three bytes at most. Holds, requests, and statements with links have room of their own, so that none crowds out the others.
 */
final class Room {

    static final int STATEMENTS_AND_LINKS = 200 * 1024;
    static final int RIGHTS = 40 * 1024;
    static final int HOLDS = 60 * 1024;

    /** Times, flags and lengths of one element. */
    private static final int OVERHEAD = 32;

    private Room() {}

    /**
     * @throws BrokenRuleException where a subject has grown out of the room there is; one that is too large already may shrink,
     *     and stay as it is
     */
    static void check(Subject before, Subject after) {
        check("statements and links", statementsAndLinks(before), statementsAndLinks(after), STATEMENTS_AND_LINKS);
        check("rights requests", rights(before), rights(after), RIGHTS);
        check("holds", holds(before), holds(after), HOLDS);
    }

    private static void check(String what, int before, int after, int most) {
        if (after > most && after > before) {
            throw new BrokenRuleException("the subject has as many " + what + " as can be kept of one");
        }
    }

    private static int statementsAndLinks(Subject subject) {
        return sum(subject.statements(), Room::size)
                + sum(
                        subject.links().values(),
                        link -> link.other().length() + link.eventId().length());
    }

    private static int rights(Subject subject) {
        return sum(
                subject.rights().values(),
                one -> one.requestId().length()
                        + one.right().length()
                        + one.state().name().length());
    }

    private static int holds(Subject subject) {
        return sum(
                subject.holds().values(),
                one -> one.holdId().length()
                        + one.via().length()
                        + one.eventId().length());
    }

    private static int size(Statement statement) {
        Statement.Proof proof = statement.proof();
        String page = proof.page();
        return statement.eventId().length()
                + statement.source().length()
                + proof.policyVersion().length()
                + proof.noticeId().length()
                + proof.language().length()
                + proof.method().length()
                + (page == null ? 0 : page.length())
                + sum(statement.choices(), Room::size);
    }

    private static int size(Statement.Choice choice) {
        String recipient = choice.recipient();
        return choice.purpose().length()
                + (recipient == null ? 0 : recipient.length())
                + choice.verb().id().length();
    }

    private static <T> int sum(Collection<T> all, ToIntFunction<T> size) {
        return all.stream().mapToInt(one -> OVERHEAD + size.applyAsInt(one)).sum();
    }
}
