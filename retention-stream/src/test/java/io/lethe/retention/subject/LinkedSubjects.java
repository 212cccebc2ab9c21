package io.lethe.retention.subject;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Several subjects, and the signals between them, which arrive in an order of their own. */
final class LinkedSubjects {

    private static final int ENOUGH = 10_000;

    private final SubjectRules rules = new SubjectRules(SubjectHarness.POLICY);
    private final Map<String, Subject> subjects = new TreeMap<>();
    private final Deque<SubjectEvent.Signal> underWay = new ArrayDeque<>();
    private final Map<String, List<SubjectDecision.ErasureOrdered>> orders = new TreeMap<>();
    private Instant now = Instant.EPOCH;
    private int delivered;

    LinkedSubjects hears(String subject, SubjectEvent event) {
        now = event.at().isAfter(now) ? event.at() : now;
        return hears(subject, kind(subject), event);
    }

    /** All signals arrive, oldest first. */
    LinkedSubjects settles() {
        return settles(new Random(0), false);
    }

    /** All signals arrive, in some order. */
    LinkedSubjects settles(Random order, boolean shuffled) {
        while (!underWay.isEmpty()) {
            if (++delivered > ENOUGH) {
                throw new AssertionError("the subjects never fall silent");
            }
            if (shuffled) {
                for (int turns = order.nextInt(underWay.size()); turns > 0; turns--) {
                    underWay.addLast(underWay.removeFirst());
                }
            }
            SubjectEvent.Signal signal = underWay.removeFirst();
            hears(signal.to(), signal.toKind(), new SubjectEvent.Signalled(signal));
        }
        return this;
    }

    LinkedSubjects until(Instant time) {
        now = time;
        for (String id : List.copyOf(subjects.keySet())) {
            take(id, rules.settle(subject(id), now, true));
        }
        return settles();
    }

    Subject subject(String id) {
        return subjects.getOrDefault(id, Subject.unseen(id));
    }

    List<SubjectDecision.ErasureOrdered> orders(String id) {
        return orders.getOrDefault(id, List.of());
    }

    /** Contacts have a name in capitals, visitors one in small letters. */
    static SubjectKind kind(String subject) {
        return Character.isUpperCase(subject.charAt(0)) ? SubjectKind.CONTACT : SubjectKind.VISITOR;
    }

    private LinkedSubjects hears(String subject, SubjectKind kind, SubjectEvent event) {
        boolean byOperators = event instanceof SubjectEvent.HoldStated || event instanceof SubjectEvent.RightDecided;
        SubjectKind told = byOperators ? SubjectKind.UNKNOWN : kind;
        take(subject, rules.apply(subject(subject), told, event, now, true));
        return this;
    }

    private void take(String id, Transition outcome) {
        subjects.put(id, outcome.subject());
        for (SubjectDecision decision : outcome.decisions()) {
            switch (decision) {
                case SubjectDecision.SignalSent sent -> underWay.addLast(sent.signal());
                case SubjectDecision.ErasureOrdered ordered ->
                    orders.computeIfAbsent(id, _ -> new ArrayList<>()).add(ordered);
                default -> {
                    // Not what a world is about.
                }
            }
        }
    }
}
