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
    private final Deque<Message> underWay = new ArrayDeque<>();
    private final Map<String, List<SubjectDecision.ErasureOrdered>> orders = new TreeMap<>();
    private final Map<String, List<SubjectDecision>> told = new TreeMap<>();
    private Instant now = Instant.EPOCH;
    private final List<SubjectDecision.PartMoved> moved = new ArrayList<>();
    private int delivered;

    /** Something on its way from one subject to another. */
    private record Message(String to, SubjectKind toKind, SubjectEvent event) {}

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
            Message next = underWay.removeFirst();
            hears(next.to(), next.toKind(), next.event());
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

    /** What a subject has given to another comes there once more, as in a rebuild. */
    LinkedSubjects repeatsWhatMoved() {
        List.copyOf(moved).forEach(this::send);
        return settles();
    }

    private void send(SubjectDecision.PartMoved it) {
        Move move = it.move();
        underWay.addLast(new Message(
                move.to(), SubjectKind.CONTACT, new SubjectEvent.Arrived(move.correctionId(), move.at(), it.part())));
    }

    Subject subject(String id) {
        return subjects.getOrDefault(id, Subject.unseen(id));
    }

    /** What was decided of a kind about a subject. */
    <D extends SubjectDecision> List<D> told(String id, Class<D> what) {
        return told.getOrDefault(id, List.of()).stream()
                .filter(what::isInstance)
                .map(what::cast)
                .toList();
    }

    SubjectRules rules() {
        return rules;
    }

    Instant now() {
        return now;
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
        told.computeIfAbsent(id, _ -> new ArrayList<>()).addAll(outcome.decisions());
        for (SubjectDecision decision : outcome.decisions()) {
            switch (decision) {
                case SubjectDecision.SignalSent(SubjectEvent.Signal sent) ->
                    underWay.addLast(new Message(sent.to(), sent.toKind(), new SubjectEvent.Signalled(sent)));
                case SubjectDecision.PartMoved part -> {
                    moved.add(part);
                    send(part);
                }
                case SubjectDecision.ErasureOrdered ordered ->
                    orders.computeIfAbsent(id, _ -> new ArrayList<>()).add(ordered);
                default -> {
                    // Not what a world is about.
                }
            }
        }
    }
}
