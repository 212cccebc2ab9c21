package io.lethe.consent.filter;

import io.lethe.consent.ConsentHistory;
import io.lethe.consent.Repeats;
import io.lethe.consent.Statement;
import io.lethe.policy.Policy;
import io.lethe.policy.PolicyCalendar;
import io.lethe.policy.Purpose;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a subject's choices. Nothing in it knows Kafka or Avro.
 *
 * @param forgottenUpTo the cut of the last erasure, inclusive: what was said up to there does not count (E6); absent where there
 *     was none
 * @param restricted whether processing is restricted at the moment (R4); it is no choice, and has no history here
 */
record KnownChoices(List<Statement> statements, @Nullable Instant forgottenUpTo, boolean restricted) {

    /** So many statements are kept one by one, as the retention stream does (ADR 74). */
    static final int FEW = 40;

    /** With more than these only what protects is taken: nobody's real choices come near, and a record has a largest size. */
    static final int MANY = 1000;

    static final KnownChoices NONE = new KnownChoices(List.of(), null, false);

    KnownChoices {
        statements = List.copyOf(statements);
    }

    /** With one statement more. A copy of one that is known changes at most when it was first received (C2). */
    KnownChoices with(Statement statement, Policy policy) {
        if (isForgotten(statement.at())) {
            return this;
        }
        List<Statement> more = new ArrayList<>();
        boolean copy = false;
        for (Statement known : statements) {
            boolean same = known.sameAs(statement);
            more.add(same ? known.receivedNotAfter(statement.receivedAt()) : known);
            copy |= same;
        }
        if (!copy) {
            more.add(Repeats.among(statements, statement));
        }
        return new KnownChoices(bounded(more, statement, policy), forgottenUpTo, restricted);
    }

    /** Whether a statement with this id says this, at this time. */
    boolean says(String eventId, Instant time, Statement.Choice choice) {
        return statements.stream()
                .filter(one -> one.eventId().equals(eventId) && one.at().equals(time))
                .flatMap(one -> one.choices().stream())
                .anyMatch(one -> one.purpose().equals(choice.purpose())
                        && one.verb() == choice.verb()
                        && (one.recipient() == null || one.recipient().equals(choice.recipient())));
    }

    /** Without what was said up to a cut, and deaf to what may still come of it (E6). */
    KnownChoices forgettingUpTo(Instant cut) {
        Instant last = forgottenUpTo != null && forgottenUpTo.isAfter(cut) ? forgottenUpTo : cut;
        return new KnownChoices(
                statements.stream().filter(one -> one.at().isAfter(last)).toList(), last, restricted);
    }

    KnownChoices restricted(boolean now) {
        return new KnownChoices(statements, forgottenUpTo, now);
    }

    /** Whether a time lies in the life that was erased. */
    boolean isForgotten(Instant time) {
        return forgottenUpTo != null && !time.isAfter(forgottenUpTo);
    }

    private List<Statement> bounded(List<Statement> all, Statement added, Policy policy) {
        if (all.size() <= FEW) {
            return all;
        }
        Function<String, List<ConsentHistory.Window>> windows = windows(all, policy);
        List<Statement> left = Repeats.leftOut(all, windows);
        if (left.size() <= MANY) {
            return left;
        }
        left = Repeats.leftOutByProtection(all, windows);
        return left.size() <= MANY || added.protects() ? left : statements;
    }

    private static Function<String, List<ConsentHistory.Window>> windows(List<Statement> all, Policy policy) {
        PolicyCalendar calendar = new PolicyCalendar(policy.zone());
        return id -> policy.purpose(id)
                .map((Purpose purpose) -> new ConsentHistory(purpose, calendar, all).windows())
                .orElse(List.of());
    }
}
