package io.lethe.retention.subject;

import io.lethe.consent.Statement;
import io.lethe.policy.Witness;
import io.lethe.retention.subject.SubjectEvent.Signal;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A person's address or number is put right, and what is known of them goes along (G7). What a subject holds are sets: of statements, interactions,
 * words on links and holds, and requests with what was decided on them. So it is given to the other subject as a part, which takes it in as if it had been
 * said there; repeats change nothing, and the order does not matter (C2).
 *
 * <p>Each event goes with the first correction that is not before it. What is passed on has the time of that correction from then on, and only a later
 * one takes it further: somebody who is corrected there and back again is not sent round for ever.
 */
final class MoveRules {

    /** So often the address of a subject is put right; nobody's is. */
    private static final int MOST_MOVES = 16;

    /** So many statements, or links, go into one message, of which each has a largest size. */
    private static final int MANY = 50;

    private static final int MANY_CASES = 30;

    private static final Comparator<Statement> NEWEST_FIRST =
            Comparator.comparing(Statement::at).reversed().thenComparing(Statement::eventId);

    private final ConsentRules consents;
    private final LinkRules links;
    private final RetentionRules retention;
    private final RightsRules rights;
    private final BiConsumer<Draft, SubjectEvent> taker;

    /** @param taker takes an event in, as a subject that never moved does */
    MoveRules(
            ConsentRules consents,
            LinkRules links,
            RetentionRules retention,
            RightsRules rights,
            BiConsumer<Draft, SubjectEvent> taker) {
        this.consents = consents;
        this.links = links;
        this.retention = retention;
        this.rights = rights;
        this.taker = taker;
    }

    /**
     * The address or number is put right: what the subject is up to then goes to the other. Said twice it changes nothing.
     *
     * @throws BrokenRuleException where the subject cannot be corrected so, or was corrected to another since: of two corrections the one that was
     *     published first stays, and they are in one partition
     */
    void correct(Draft draft, SubjectEvent.Corrected it) {
        if (it.to().equals(draft.id)) {
            throw new BrokenRuleException("a subject cannot be corrected to itself");
        }
        if (draft.kind == SubjectKind.VISITOR) {
            throw new BrokenRuleException("a device has no address or number that could be put right");
        }
        Optional<Move> covered = byTime(draft, it.at());
        if (covered.isPresent()) {
            if (covered.get().to().equals(it.to())) {
                return;
            }
            throw new BrokenRuleException("the subject was corrected to another since");
        }
        Move last = draft.moves.isEmpty() ? null : draft.moves.getLast();
        Set<String> before = Set.of();
        if (last != null && last.to().equals(it.to())) {
            before = last.cases();
            draft.moves.removeLast();
        }
        if (draft.moves.size() == MOST_MOVES) {
            throw new BrokenRuleException("the subject was corrected as often as can be kept");
        }
        Subject part = taken(draft, it.at());
        Move move = new Move(it.at(), it.to(), it.correctionId(), cases(part)).with(before);
        draft.moves.add(move);
        for (Link link : part.links().values()) {
            if (link.linked()) {
                links.unlinked(draft, link, new Tie(it.at(), false, Witness.OPERATOR, it.correctionId()));
            }
        }
        send(draft, move, part);
        draft.decide(new SubjectDecision.StateRemoved());
        if (draft.firstSeenAt != null) {
            draft.decide(new SubjectDecision.StateChanged());
        }
    }

    /**
     * Passes an event on that concerns what has moved, or drops it where that is told there anyhow.
     *
     * @return whether it does; if not, it is the subject's own
     */
    boolean passOn(Draft draft, SubjectEvent event) {
        if (draft.moves.isEmpty()) {
            return false;
        }
        Optional<Move> whither = whither(draft, event);
        whither.ifPresent(move -> {
            Draft alone = new Draft(Subject.unseen(draft.id));
            alone.kind = draft.kind;
            takeAlong(draft, alone, event);
            taker.accept(alone, event);
            Subject part = part(alone, move.at());
            Move more = move.with(cases(part));
            draft.moves.set(draft.moves.indexOf(move), more);
            send(draft, more, part);
        });
        if (whither.isEmpty() && isStray(draft, event)) {
            draft.decide(new SubjectDecision.EventDropped("moved"));
            return true;
        }
        return whither.isPresent();
    }

    /**
     * Takes in what another subject gives. Where this one was corrected later, it goes on from here. Where this one was erased since, only requests
     * are left of it, and the erasure goes back to whom it came from.
     */
    void arrive(Draft draft, SubjectEvent.Arrived it) {
        Subject part = it.part();
        Optional<Move> onward =
                draft.moves.stream().filter(move -> move.at().isAfter(it.at())).findFirst();
        if (onward.isPresent()) {
            Move move = onward.get().with(cases(part));
            draft.moves.set(draft.moves.indexOf(onward.get()), move);
            send(draft, move, by(part, draft.id, move.at()));
            return;
        }
        Optional<Erasure> erasure = draft.erasureOf(it.at());
        if (erasure.isPresent()) {
            draft.decide(new SubjectDecision.EventDropped("before-erasure"));
            takeRequests(draft, part, it.correctionId());
            RightsRules.answer(draft, erasure.get());
            formers(draft, part).forEach((id, at) -> links.tellFormer(draft, id, at, erasure.get()));
            return;
        }
        formers(draft, part).forEach((id, at) -> draft.formers.merge(id, at, MoveRules::later));
        draft.seenAt(it.at());
        take(draft, part, it.correctionId());
        draft.decide(new SubjectDecision.StateChanged());
    }

    private void take(Draft draft, Subject part, String correctionId) {
        if (part.firstSeenAt() != null) {
            draft.seenAt(part.firstSeenAt());
        }
        if (part.lastSeenAt() != null) {
            draft.aliveAt(part.lastSeenAt());
        }
        part.toldWindows()
                .forEach((purpose, starts) -> draft.toldWindows
                        .computeIfAbsent(purpose, _ -> new TreeSet<>())
                        .addAll(starts));
        part.statements().forEach(one -> add(draft, one));
        draft.dataCategories.addAll(part.dataCategories());
        part.interactions().all().forEach(at -> links.interacted(draft, at, correctionId));
        if (!part.interactions().complete()) {
            draft.interactions = new BoundedSet<>(draft.interactions.all(), false);
        }
        for (Link link : part.links().values()) {
            if (!link.other().equals(draft.id)) {
                orRefuse(draft, () -> take(draft, link, correctionId));
            }
        }
        for (LegalHold hold : part.holds().values()) {
            String via = hold.via().equals(part.id()) ? draft.id : hold.via();
            hold.steps().all().forEach(step -> links.learn(draft, hold.holdId(), hold.restriction(), via, step));
        }
        part.heard().all().stream()
                .filter(heard -> !heard.from().equals(draft.id))
                .forEach(heard -> retention.heard(draft, heard));
        part.wanted().all().forEach(wanted -> retention.want(draft, wanted));
        takeRequests(draft, part, correctionId);
        draft.countInteractions();
        retention.lapsed(draft, part.lapse());
    }

    private void add(Draft draft, Statement statement) {
        List<Statement> before = List.copyOf(draft.statements);
        orRefuse(draft, () -> {
            try {
                consents.add(draft, statement);
            } catch (BrokenRuleException noRoom) {
                draft.statements.clear();
                draft.statements.addAll(before);
                throw noRoom;
            }
        });
    }

    private void take(Draft draft, Link link, String correctionId) {
        for (Tie tie : link.ties().all()) {
            draft.seen(tie);
            links.learn(draft, link.other(), link.otherKind(), tie, true);
        }
        link.carried().all().forEach(at -> links.carried(draft, link.other(), link.otherKind(), at, correctionId));
    }

    private void takeRequests(Draft draft, Subject part, String correctionId) {
        for (RightsCase one : part.rights().values()) {
            List<String> purposes = part.statements().stream()
                    .filter(statement -> statement.eventId().equals(one.requestId()))
                    .flatMap(statement -> statement.choices().stream())
                    .map(Statement.Choice::purpose)
                    .distinct()
                    .toList();
            orRefuse(draft, () -> rights.take(draft, one, purposes, correctionId));
        }
    }

    /** What cannot be taken in, for want of room or because the policy has no word for it any more, goes to the dead letters alone. */
    private static void orRefuse(Draft draft, Runnable take) {
        try {
            take.run();
        } catch (BrokenRuleException refused) {
            draft.decide(new SubjectDecision.PartRefused(String.valueOf(refused.getMessage())));
        }
    }

    /** The subject itself may be among them, where it was corrected there and back. */
    private static Map<String, Instant> formers(Draft draft, Subject part) {
        Map<String, Instant> others = new TreeMap<>(part.formers());
        others.remove(draft.id);
        return others;
    }

    /** Where an event belongs that is spoken of here. */
    private static Optional<Move> whither(Draft draft, SubjectEvent event) {
        return switch (event) {
            case SubjectEvent.Corrected _, SubjectEvent.Arrived _, SubjectEvent.ErasureProgressed _ -> Optional.empty();
            case SubjectEvent.Stated _, SubjectEvent.Interacted _, SubjectEvent.LinkStated _ ->
                byTime(draft, event.at());
            case SubjectEvent.HoldStated hold -> byCase(draft, Move.hold(hold.holdId()), event);
            case SubjectEvent.RightExercised it -> byCase(draft, Move.request(it.requestId(), it.right()), event);
            case SubjectEvent.RightDecided it -> ofRequest(draft, it.requestId(), it.right(), event);
            case SubjectEvent.RightAnswered it -> ofRequest(draft, it.requestId(), it.right(), event);
            case SubjectEvent.CodeSent it -> ofRequest(draft, it.requestId(), it.right(), event);
            case SubjectEvent.CodeShown it -> ofRequest(draft, it.requestId(), it.right(), event);
            case SubjectEvent.Signalled(Signal signal) -> whither(draft, signal, event);
        };
    }

    private static Optional<Move> whither(Draft draft, Signal signal, SubjectEvent event) {
        return switch (signal.type()) {
            case FORMER_ERASED -> Optional.empty();
            case HOLD_PLACED, HOLD_RELEASED, RESTRICTION_PLACED, RESTRICTION_LIFTED ->
                byCase(draft, Move.hold(String.valueOf(signal.holdId())), event);
            case LINKED, UNLINKED, INTERACTED, ERASURE_ORDERED -> byTime(draft, event.at());
        };
    }

    /**
     * Whether somebody tells something over a link that is the other's now, and has not heard that yet. It is told there when that link is heard of,
     * and concerns nobody who is known by this address since.
     */
    private static boolean isStray(Draft draft, SubjectEvent event) {
        if (!(event instanceof SubjectEvent.Signalled(Signal signal))) {
            return false;
        }
        Link link = draft.links.get(signal.from());
        return switch (signal.type()) {
            case LINKED, UNLINKED, FORMER_ERASED -> false;
            default -> link == null || link.ties().isEmpty();
        };
    }

    /** What is decided on a request that has come here since is decided here. */
    private static Optional<Move> ofRequest(Draft draft, String requestId, String right, SubjectEvent event) {
        RightsCase known = draft.rights.get(RightsCase.key(requestId, right));
        return known != null && !known.isAhead()
                ? Optional.empty()
                : byCase(draft, Move.request(requestId, right), event);
    }

    private static Optional<Move> byCase(Draft draft, String key, SubjectEvent event) {
        Optional<Move> move =
                draft.moves.stream().filter(one -> one.cases().contains(key)).findFirst();
        return move.isPresent() ? move : byTime(draft, event.at());
    }

    private static Optional<Move> byTime(Draft draft, Instant at) {
        return draft.moves.stream().filter(move -> !at.isAfter(move.at())).findFirst();
    }

    /** What was decided here on a request or a hold goes along when it turns out to be the other's. */
    private static void takeAlong(Draft draft, Draft alone, SubjectEvent event) {
        String request = switch (event) {
            case SubjectEvent.RightExercised it -> RightsCase.key(it.requestId(), it.right());
            case SubjectEvent.RightDecided it -> RightsCase.key(it.requestId(), it.right());
            case SubjectEvent.RightAnswered it -> RightsCase.key(it.requestId(), it.right());
            default -> null;
        };
        String hold = switch (event) {
            case SubjectEvent.HoldStated it -> it.holdId();
            case SubjectEvent.Signalled(Signal signal) -> signal.holdId();
            default -> null;
        };
        RightsCase known = request == null ? null : draft.rights.get(request);
        if (known != null && known.orderId() == null) {
            draft.rights.remove(known.key());
            alone.rights.put(known.key(), known);
        }
        LegalHold held = hold == null ? null : draft.holds.remove(hold);
        if (held != null) {
            alone.holds.put(held.holdId(), held);
        }
    }

    /**
     * Takes out of a subject what it is up to a time. A request or a hold goes whole, whatever was said of it since. Orders stay: they are this
     * subject's, and so are the requests that they answer, and the erasure that is wanted because of one who came from here.
     */
    private static Subject taken(Draft draft, Instant at) {
        Draft alone = new Draft(Subject.unseen(draft.id));
        draft.statements.stream().filter(one -> !one.at().isAfter(at)).forEach(alone.statements::add);
        alone.interactions = draft.interactions.only(one -> !one.isAfter(at));
        alone.firstSeenAt = upTo(at, draft.firstSeenAt);
        alone.lastSeenAt = upTo(at, draft.lastSeenAt);
        alone.dataCategories.addAll(draft.dataCategories);
        draft.links.values().stream()
                .map(link -> link.upTo(at))
                .filter(link -> !link.isEmpty())
                .forEach(link -> alone.links.put(link.other(), link));
        draft.holds.values().stream()
                .filter(hold -> !hold.steps().first().at().isAfter(at))
                .forEach(hold -> alone.holds.put(hold.holdId(), hold));
        draft.rights.values().stream()
                .filter(one ->
                        one.orderId() == null && !one.clock().receivedAt().isAfter(at))
                .forEach(one -> alone.rights.put(one.key(), one));
        draft.toldWindows.forEach((purpose, starts) -> alone.toldWindows.put(
                purpose, starts.stream().filter(start -> !start.isAfter(at)).collect(Collectors.toSet())));
        alone.lapse = draft.lapse;
        alone.wanted = draft.wanted.only(one -> !one.isOfFormer() && !one.at().isAfter(at));
        alone.heard = draft.heard.only(one -> !one.at().isAfter(at));
        draft.formers.forEach((id, until) -> {
            if (!until.isAfter(at)) {
                alone.formers.put(id, until);
            }
        });
        BoundedSet<WantedErasure> stays = draft.wanted.only(WantedErasure::isOfFormer);
        alone.rights.keySet().forEach(draft.rights::remove);
        alone.holds.keySet().forEach(draft.holds::remove);
        draft.forgetUpTo(at);
        // What a linked one did meanwhile was told over a link that is the other's now.
        draft.links.values().removeIf(link -> link.ties().isEmpty());
        draft.countInteractions();
        stays.all().forEach(one -> draft.wanted = draft.wanted.with(one));
        return part(alone, at);
    }

    private static @Nullable Instant upTo(Instant at, @Nullable Instant time) {
        return time == null || time.isAfter(at) ? null : time;
    }

    /** The same, that has come over a subject on its way. */
    private static Subject by(Subject part, String over, Instant at) {
        Draft more = new Draft(part);
        more.formers.merge(over, at, MoveRules::later);
        return more.finished(false).subject();
    }

    /** What goes along, with whom it comes from where there is anything. A code that was sent proves nothing of the other: it was made for this one. */
    private static Subject part(Draft alone, Instant at) {
        alone.rights.replaceAll((_, one) -> one.with((ProofCode) null));
        if (alone.firstSeenAt != null || !alone.rights.isEmpty() || !alone.holds.isEmpty()) {
            alone.formers.merge(alone.id, at, MoveRules::later);
        }
        return new Subject(
                alone.id,
                SubjectKind.CONTACT,
                alone.statements.stream().sorted(NEWEST_FIRST).toList(),
                alone.firstSeenAt,
                alone.lastSeenAt,
                alone.interactions,
                null,
                alone.dataCategories,
                alone.links,
                alone.holds,
                alone.rights,
                alone.lapse,
                alone.wanted,
                alone.heard,
                List.of(),
                Map.of(),
                alone.toldWindows,
                List.of(),
                alone.formers,
                null);
    }

    private static Set<String> cases(Subject part) {
        Set<String> cases = new HashSet<>();
        part.rights().values().forEach(one -> cases.add(Move.request(one.requestId(), one.right())));
        part.holds().keySet().forEach(id -> cases.add(Move.hold(id)));
        return cases;
    }

    /** In as many messages as it takes; what is newest first, so that no choice is told that was changed since. */
    private static void send(Draft draft, Move move, Subject part) {
        int pieces = Stream.of(
                        piecesOf(part.statements().size(), MANY),
                        piecesOf(part.links().size(), MANY),
                        piecesOf(part.holds().size(), MANY_CASES),
                        piecesOf(part.rights().size(), MANY_CASES))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        for (int i = 0; i < Math.max(1, pieces); i++) {
            draft.decide(new SubjectDecision.PartMoved(move, piece(part, i)));
        }
    }

    private static int piecesOf(int size, int many) {
        return (size + many - 1) / many;
    }

    private static Subject piece(Subject part, int i) {
        boolean first = i == 0;
        return new Subject(
                part.id(),
                part.kind(),
                part.statements().stream().skip((long) i * MANY).limit(MANY).toList(),
                part.firstSeenAt(),
                part.lastSeenAt(),
                first ? part.interactions() : BoundedSet.none(),
                null,
                part.dataCategories(),
                slice(part.links(), i, MANY),
                slice(part.holds(), i, MANY_CASES),
                slice(part.rights(), i, MANY_CASES),
                first ? part.lapse() : null,
                first ? part.wanted() : BoundedSet.none(),
                first ? part.heard() : BoundedSet.none(),
                List.of(),
                Map.of(),
                part.toldWindows(),
                List.of(),
                part.formers(),
                null);
    }

    private static <V> Map<String, V> slice(Map<String, V> all, int i, int many) {
        return all.entrySet().stream()
                .skip((long) i * many)
                .limit(many)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
