package io.lethe.retention.store;

import io.lethe.consent.ConsentKey;
import io.lethe.consent.ConsentStatus;
import io.lethe.consent.Statement;
import io.lethe.policy.Verb;
import io.lethe.policy.Witness;
import io.lethe.retention.stored.StoredChoice;
import io.lethe.retention.stored.StoredErasure;
import io.lethe.retention.stored.StoredHeard;
import io.lethe.retention.stored.StoredHold;
import io.lethe.retention.stored.StoredKind;
import io.lethe.retention.stored.StoredLink;
import io.lethe.retention.stored.StoredPending;
import io.lethe.retention.stored.StoredRight;
import io.lethe.retention.stored.StoredStatement;
import io.lethe.retention.stored.StoredStatus;
import io.lethe.retention.stored.StoredStep;
import io.lethe.retention.stored.StoredSubject;
import io.lethe.retention.stored.StoredTie;
import io.lethe.retention.subject.Erasure;
import io.lethe.retention.subject.Few;
import io.lethe.retention.subject.HeardErasure;
import io.lethe.retention.subject.LegalHold;
import io.lethe.retention.subject.Link;
import io.lethe.retention.subject.RightsCase;
import io.lethe.retention.subject.Subject;
import io.lethe.retention.subject.SubjectKind;
import io.lethe.retention.subject.Tie;
import io.lethe.retention.subject.Wanted;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Between the subject as the rules know it and the subject as it stands in the store. What an earlier version wrote is read as
 * what it meant; only the present version is written.
 */
public final class SubjectCodec {

    private static final Comparator<Statement> IN_ORDER = Comparator.comparing(Statement::at)
            .thenComparing(Statement::eventId)
            .thenComparing(Statement::stampedAt);

    private SubjectCodec() {}

    public static StoredSubject toStored(Subject subject) {
        Subject.Lapse lapse = subject.lapse();
        // Not by its builder, which checks every field anew and takes longer than all the rest.
        return new StoredSubject(
                StoredKind.valueOf(subject.kind().name()),
                each(inOrder(subject.statements()), SubjectCodec::toStored),
                subject.firstSeenAt(),
                subject.lastInteractionAt(),
                List.copyOf(subject.dataCategories()),
                each(subject.links().values(), SubjectCodec::toStored),
                each(subject.holds().values(), SubjectCodec::toStored),
                each(subject.rights().values(), SubjectCodec::toStored),
                lapse == null ? null : lapse.at(),
                lapse == null ? null : lapse.eraseAfter(),
                null,
                null,
                each(
                        subject.published().entrySet(),
                        one -> new StoredStatus(
                                one.getKey().purpose(),
                                one.getKey().recipient(),
                                one.getValue().name())),
                toStored(subject.toldWindows()),
                subject.armedAt(),
                subject.lastSeenAt(),
                subject.interactions().all(),
                subject.interactions().complete(),
                each(subject.wanted().all(), SubjectCodec::toStored),
                each(
                        subject.heard().all(),
                        one -> new StoredHeard(
                                one.from(), one.rootOrderId(), one.rootCause().name(), one.at(), one.requestId())),
                each(subject.erasures(), SubjectCodec::toStored));
    }

    public static Subject fromStored(String id, StoredSubject stored) {
        List<Statement> statements = each(stored.getStatements(), SubjectCodec::fromStored);
        Map<String, Link> links = keyed(stored.getLinks(), StoredLink::getOther, SubjectCodec::fromStored);
        return new Subject(
                id,
                SubjectKind.valueOf(stored.getKind().name()),
                statements,
                stored.getFirstSeenAt(),
                lastSeenAt(stored, statements, links.values()),
                interactions(stored),
                stored.getLastInteractionAt(),
                Set.copyOf(stored.getDataCategories()),
                links,
                keyed(stored.getHolds(), StoredHold::getHoldId, SubjectCodec::fromStored),
                keyed(
                        stored.getRights(),
                        one -> RightsCase.key(one.getRequestId(), one.getRight()),
                        one -> new RightsCase(
                                one.getRequestId(),
                                one.getRight(),
                                RightsCase.State.valueOf(one.getState()),
                                one.getReceivedAt(),
                                one.getDueAt(),
                                one.getChangedAt(),
                                one.getOrderId())),
                stored.getLapsedAt() == null || stored.getEraseAfter() == null
                        ? null
                        : new Subject.Lapse(stored.getLapsedAt(), stored.getEraseAfter()),
                Few.of(SubjectCodec.<StoredPending, Wanted>each(
                        with(stored.getWanted(), stored.getPending()), SubjectCodec::fromStored)),
                Few.of(SubjectCodec.<StoredHeard, HeardErasure>each(
                        stored.getHeard(),
                        one -> new HeardErasure(
                                one.getFrom(),
                                one.getRootOrderId(),
                                Erasure.Cause.valueOf(one.getRootCause()),
                                one.getAt(),
                                one.getRequestId()))),
                each(with(stored.getErasures(), stored.getErasure()), SubjectCodec::fromStored),
                keyed(
                        stored.getPublished(),
                        one -> new ConsentKey(one.getPurpose(), one.getRecipient()),
                        one -> ConsentStatus.valueOf(one.getStatus())),
                fromStored(stored.getToldWindows()),
                stored.getArmedAt());
    }

    private static List<Statement> inOrder(List<Statement> statements) {
        return statements.size() < 2
                ? statements
                : statements.stream().sorted(IN_ORDER).toList();
    }

    private static StoredHold toStored(LegalHold hold) {
        return new StoredHold(
                hold.holdId(),
                null,
                hold.restriction(),
                hold.via(),
                null,
                null,
                each(hold.steps().all(), step -> new StoredStep(step.at(), step.placed(), step.eventId())));
    }

    private static StoredRight toStored(RightsCase one) {
        return new StoredRight(
                one.requestId(),
                one.right(),
                one.state().name(),
                one.receivedAt(),
                one.dueAt(),
                one.changedAt(),
                one.orderId());
    }

    private static StoredStatement toStored(Statement statement) {
        Statement.Proof proof = statement.proof();
        return new StoredStatement(
                statement.eventId(),
                statement.stampedAt(),
                statement.receivedAt(),
                statement.source(),
                each(
                        statement.choices(),
                        one -> new StoredChoice(
                                one.purpose(), one.recipient(), one.verb().id())),
                proof.policyVersion(),
                proof.noticeId(),
                proof.language(),
                proof.method(),
                proof.page(),
                statement.repeats());
    }

    private static Statement fromStored(StoredStatement stored) {
        return new Statement(
                stored.getEventId(),
                stored.getAt(),
                stored.getReceivedAt(),
                stored.getSource(),
                each(
                        stored.getChoices(),
                        one -> new Statement.Choice(
                                one.getPurpose(),
                                one.getRecipient(),
                                Verb.of(one.getVerb()).orElseThrow())),
                new Statement.Proof(
                        stored.getPolicyVersion(),
                        stored.getNoticeId(),
                        stored.getLanguage(),
                        stored.getMethod(),
                        stored.getPage()),
                stored.getRepeats());
    }

    private static StoredLink toStored(Link link) {
        return new StoredLink(
                link.other(),
                StoredKind.valueOf(link.otherKind().name()),
                null,
                null,
                null,
                each(
                        link.ties().all(),
                        tie -> new StoredTie(tie.at(), tie.linked(), tie.by().id(), tie.eventId())),
                link.carried().all(),
                link.carried().complete());
    }

    private static Link fromStored(StoredLink stored) {
        List<Tie> ties = stored.getLinked() == null || stored.getAt() == null || stored.getEventId() == null
                ? each(
                        stored.getTies(),
                        tie -> new Tie(
                                tie.getAt(),
                                tie.getLinked(),
                                Witness.of(tie.getBy()).orElseThrow(),
                                tie.getEventId()))
                : List.of(new Tie(stored.getAt(), stored.getLinked(), Witness.PERSON, stored.getEventId()));
        return new Link(
                stored.getOther(),
                SubjectKind.valueOf(stored.getOtherKind().name()),
                Few.of(ties),
                new Few<>(stored.getCarried(), stored.getCarriedAll()));
    }

    private static LegalHold fromStored(StoredHold stored) {
        List<LegalHold.Step> steps = stored.getPlaced() == null || stored.getAt() == null || stored.getEventId() == null
                ? each(stored.getSteps(), step -> new LegalHold.Step(step.getAt(), step.getPlaced(), step.getEventId()))
                : List.of(new LegalHold.Step(stored.getAt(), stored.getPlaced(), stored.getEventId()));
        return new LegalHold(stored.getHoldId(), stored.getRestriction(), stored.getVia(), Few.of(steps));
    }

    private static StoredPending toStored(Wanted wanted) {
        return new StoredPending(
                wanted.cause().name(),
                wanted.at(),
                wanted.trigger(),
                wanted.requestId(),
                wanted.rootOrderId(),
                wanted.rootCause().name());
    }

    private static Wanted fromStored(StoredPending stored) {
        return new Wanted(
                Erasure.Cause.valueOf(stored.getCause()),
                stored.getAt(),
                stored.getTrigger(),
                stored.getRequestId(),
                stored.getRootOrderId(),
                rootCause(stored.getRootCause(), stored.getCause()));
    }

    private static StoredErasure toStored(Erasure erasure) {
        return new StoredErasure(
                erasure.orderId(),
                erasure.cause().name(),
                erasure.at(),
                erasure.requestId(),
                erasure.rootOrderId(),
                erasure.completed(),
                erasure.rootCause().name());
    }

    private static Erasure fromStored(StoredErasure stored) {
        return new Erasure(
                stored.getOrderId(),
                Erasure.Cause.valueOf(stored.getCause()),
                stored.getAt(),
                stored.getRequestId(),
                stored.getRootOrderId(),
                rootCause(stored.getRootCause(), stored.getCause()),
                stored.getCompleted());
    }

    /** Version 1 did not tell why the root was ordered. */
    private static Erasure.Cause rootCause(@Nullable String rootCause, String cause) {
        return Erasure.Cause.valueOf(rootCause == null ? cause : rootCause);
    }

    /** Version 1 kept no signs of life; the newest of what it kept is taken. */
    private static @Nullable Instant lastSeenAt(
            StoredSubject stored, List<Statement> statements, Collection<Link> links) {
        if (stored.getLastSeenAt() != null || stored.getFirstSeenAt() == null) {
            return stored.getLastSeenAt();
        }
        return Stream.of(
                        Stream.of(stored.getFirstSeenAt()),
                        Stream.ofNullable(stored.getLastInteractionAt()),
                        statements.stream().map(Statement::at),
                        links.stream()
                                .flatMap(link -> link.ties().all().stream().map(Tie::at)))
                .flatMap(times -> times)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** Version 1 kept the last interaction alone, and did not tell whose it was. */
    private static Few<Instant> interactions(StoredSubject stored) {
        boolean versionOne = stored.getLastSeenAt() == null && stored.getLastInteractionAt() != null;
        return versionOne
                ? new Few<>(List.of(stored.getLastInteractionAt()), false)
                : new Few<>(stored.getInteractions(), stored.getInteractionsAll());
    }

    private static Map<String, List<Instant>> toStored(Map<String, Set<Instant>> windows) {
        if (windows.isEmpty()) {
            return Map.of();
        }
        Map<String, List<Instant>> stored = new HashMap<>();
        windows.forEach((purpose, starts) -> stored.put(purpose, List.copyOf(starts)));
        return stored;
    }

    private static Map<String, Set<Instant>> fromStored(Map<String, List<Instant>> stored) {
        if (stored.isEmpty()) {
            return Map.of();
        }
        Map<String, Set<Instant>> windows = new HashMap<>();
        stored.forEach((purpose, starts) -> windows.put(purpose, new TreeSet<>(starts)));
        return windows;
    }

    private static <A> List<A> with(List<A> all, @Nullable A one) {
        return one == null ? all : Stream.concat(all.stream(), Stream.of(one)).toList();
    }

    private static <A, B> List<B> each(Collection<A> all, Function<? super A, B> map) {
        return all.isEmpty() ? List.of() : all.stream().<B>map(map).toList();
    }

    private static <A, K, V> Map<K, V> keyed(List<A> all, Function<A, K> key, Function<A, V> value) {
        if (all.isEmpty()) {
            return Map.of();
        }
        Map<K, V> keyed = new HashMap<>();
        all.forEach(one -> keyed.put(key.apply(one), value.apply(one)));
        return keyed;
    }
}
