package io.lethe.retention.subject;

import io.lethe.consent.Statement;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * How much is kept of one subject. Its record has to fit into one Kafka message of a mebibyte; a caller who writes more about a
 * subject than a person ever would must not stop the stream for all others (S3). Counted in characters, of which each takes
 * three bytes at most. Statements, links, holds and requests have room of their own, so that none crowds out the others: an erasure still
 * reaches the device of a person whose statements are without end (E8).
 *
 * <p>What protects a person is never refused for want of room (R7): room is made for it.
 */
final class Capacity {

    static final int STATEMENTS = 140 * 1024;

    static final int LINKS = 60 * 1024;

    /** So many requests are kept one by one; the oldest of those that are over, or were never proven, go first. */
    static final int RIGHTS = 300;

    private static final List<RightsCase.State> GO_FIRST = List.of(
            RightsCase.State.FULFILLED,
            RightsCase.State.EXPIRED,
            RightsCase.State.IDENTITY_TO_BE_PROVEN,
            RightsCase.State.DECIDED_AHEAD,
            RightsCase.State.EXTENDED_AHEAD,
            RightsCase.State.WITHDRAWN_AHEAD,
            RightsCase.State.REFUSED_AHEAD,
            RightsCase.State.WITHDRAWN,
            RightsCase.State.REFUSED);

    /** So many holds; the oldest of those that are released go first. */
    static final int HOLDS = 300;

    /** As long as there are no more than this there is room for sure. */
    private static final int FEW = 40;

    /** Times, flags and lengths of one element. */
    private static final int OVERHEAD = 32;

    private Capacity() {}

    /** Whether statements have grown out of the room there is. */
    static boolean isExceeded(Draft draft) {
        return draft.statements.size() > FEW && sum(draft.statements, Capacity::size) > STATEMENTS;
    }

    /**
     * Whether a word on a subject that is not known yet can be kept. One that they belong together is refused where there is no
     * room; for one that they do not, nothing has to be kept: there is no link to undo.
     */
    static boolean forLink(Draft draft, Tie tie) {
        if (forMoreLinks(draft)) {
            return true;
        }
        if (tie.linked()) {
            throw new BrokenRuleException("the subject has as many links as can be kept of one");
        }
        return false;
    }

    static boolean forMoreLinks(Draft draft) {
        return draft.links.size() <= FEW || sum(draft.links.values(), Capacity::size) <= LINKS;
    }

    static BrokenRuleException full() {
        return new BrokenRuleException("the subject has as many statements as can be kept of one");
    }

    /**
     * Makes room for a request by leaving out an older one that nothing depends on: should its identity be proven, it is told anew. One
     * that was withdrawn or refused goes last, because it would not be any more.
     */
    static void forRights(Draft draft, String newest) {
        if (draft.rights.size() > RIGHTS) {
            draft.rights.values().stream()
                    .filter(one -> !one.key().equals(newest))
                    .filter(one -> GO_FIRST.contains(one.state()))
                    .min(Comparator.comparingInt((RightsCase one) -> GO_FIRST.indexOf(one.state()))
                            .thenComparing(one -> one.clock().receivedAt())
                            .thenComparing(RightsCase::requestId))
                    .ifPresent(one -> draft.rights.remove(one.key()));
        }
    }

    /** Makes room for a hold by leaving out an older one that is over. */
    static void forHolds(Draft draft) {
        if (draft.holds.size() > HOLDS) {
            List<LegalHold> over = draft.holds.values().stream()
                    .filter(hold -> !hold.placed())
                    .sorted(Comparator.comparing(LegalHold::at).thenComparing(LegalHold::holdId))
                    .toList();
            over.stream().limit(draft.holds.size() - HOLDS).forEach(hold -> draft.holds.remove(hold.holdId()));
        }
    }

    private static int size(Link link) {
        return link.other().length()
                + sum(link.ties().all(), tie -> tie.eventId().length())
                + 8 * link.carried().all().size();
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
                + 8 * statement.repeats().size()
                + sum(statement.choices(), Capacity::size);
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
