package io.lethe.retention;

import io.lethe.consent.ConsentKey;
import io.lethe.consent.ConsentStatus;
import io.lethe.consent.Statement;
import io.lethe.policy.Verb;
import io.lethe.retention.stored.StoredChoice;
import io.lethe.retention.stored.StoredErasure;
import io.lethe.retention.stored.StoredHold;
import io.lethe.retention.stored.StoredKind;
import io.lethe.retention.stored.StoredLink;
import io.lethe.retention.stored.StoredPending;
import io.lethe.retention.stored.StoredRight;
import io.lethe.retention.stored.StoredStatement;
import io.lethe.retention.stored.StoredStatus;
import io.lethe.retention.stored.StoredSubject;
import io.lethe.retention.subject.Erasure;
import io.lethe.retention.subject.Hold;
import io.lethe.retention.subject.Kind;
import io.lethe.retention.subject.Link;
import io.lethe.retention.subject.RightsCase;
import io.lethe.retention.subject.Subject;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Between the subject as the rules know it and the subject as it stands in the store. */
final class SubjectCodec {

    private SubjectCodec() {}

    static StoredSubject toStored(Subject subject) {
        return StoredSubject.newBuilder()
                .setKind(StoredKind.valueOf(subject.kind().name()))
                .setStatements(sorted(
                        subject.statements(),
                        Comparator.comparing(Statement::at).thenComparing(Statement::eventId),
                        SubjectCodec::toStored))
                .setFirstSeenAt(subject.firstSeenAt())
                .setLastInteractionAt(subject.lastInteractionAt())
                .setDataCategories(List.copyOf(subject.dataCategories()))
                .setLinks(each(
                        subject.links().values(),
                        one -> new StoredLink(
                                one.other(),
                                StoredKind.valueOf(one.otherKind().name()),
                                one.linked(),
                                one.at(),
                                one.eventId())))
                .setHolds(each(
                        subject.holds().values(),
                        one -> new StoredHold(
                                one.holdId(), one.placed(), one.restriction(), one.via(), one.at(), one.eventId())))
                .setRights(each(
                        subject.rights().values(),
                        one -> new StoredRight(
                                one.requestId(),
                                one.right(),
                                one.state().name(),
                                one.receivedAt(),
                                one.dueAt(),
                                one.changedAt())))
                .setLapsedAt(subject.lapse() == null ? null : subject.lapse().at())
                .setEraseAfter(subject.lapse() == null ? null : subject.lapse().eraseAfter())
                .setPending(toStored(subject.pending()))
                .setErasure(toStored(subject.erasure()))
                .setPublished(each(
                        subject.published().entrySet(),
                        one -> new StoredStatus(
                                one.getKey().purpose(),
                                one.getKey().recipient(),
                                one.getValue().name())))
                .setToldWindows(subject.toldWindows().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, one -> List.copyOf(one.getValue()))))
                .setArmedAt(subject.armedAt())
                .build();
    }

    static Subject fromStored(String id, StoredSubject stored) {
        return new Subject(
                id,
                Kind.valueOf(stored.getKind().name()),
                each(stored.getStatements(), SubjectCodec::fromStored),
                stored.getFirstSeenAt(),
                stored.getLastInteractionAt(),
                Set.copyOf(stored.getDataCategories()),
                keyed(
                        stored.getLinks(),
                        StoredLink::getOther,
                        one -> new Link(
                                one.getOther(),
                                Kind.valueOf(one.getOtherKind().name()),
                                one.getLinked(),
                                one.getAt(),
                                one.getEventId())),
                keyed(
                        stored.getHolds(),
                        StoredHold::getHoldId,
                        one -> new Hold(
                                one.getHoldId(),
                                one.getPlaced(),
                                one.getRestriction(),
                                one.getVia(),
                                one.getAt(),
                                one.getEventId())),
                keyed(
                        stored.getRights(),
                        StoredRight::getRequestId,
                        one -> new RightsCase(
                                one.getRequestId(),
                                one.getRight(),
                                RightsCase.State.valueOf(one.getState()),
                                one.getReceivedAt(),
                                one.getDueAt(),
                                one.getChangedAt())),
                stored.getLapsedAt() == null || stored.getEraseAfter() == null
                        ? null
                        : new Subject.Lapse(stored.getLapsedAt(), stored.getEraseAfter()),
                fromStored(stored.getPending()),
                fromStored(stored.getErasure()),
                keyed(
                        stored.getPublished(),
                        one -> new ConsentKey(one.getPurpose(), one.getRecipient()),
                        one -> ConsentStatus.valueOf(one.getStatus())),
                stored.getToldWindows().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, one -> Set.copyOf(one.getValue()))),
                stored.getArmedAt());
    }

    private static StoredStatement toStored(Statement statement) {
        Statement.Proof proof = statement.proof();
        return new StoredStatement(
                statement.eventId(),
                statement.at(),
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
                proof.page());
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
                        stored.getPage()));
    }

    private static @Nullable StoredPending toStored(Subject.@Nullable Pending pending) {
        return pending == null
                ? null
                : new StoredPending(
                        pending.cause().name(),
                        pending.at(),
                        pending.trigger(),
                        pending.requestId(),
                        pending.rootOrderId());
    }

    private static Subject.@Nullable Pending fromStored(@Nullable StoredPending stored) {
        return stored == null
                ? null
                : new Subject.Pending(
                        Erasure.Cause.valueOf(stored.getCause()),
                        stored.getAt(),
                        stored.getTrigger(),
                        stored.getRequestId(),
                        stored.getRootOrderId());
    }

    private static @Nullable StoredErasure toStored(@Nullable Erasure erasure) {
        return erasure == null
                ? null
                : new StoredErasure(
                        erasure.orderId(),
                        erasure.cause().name(),
                        erasure.at(),
                        erasure.requestId(),
                        erasure.rootOrderId(),
                        erasure.completed());
    }

    private static @Nullable Erasure fromStored(@Nullable StoredErasure stored) {
        return stored == null
                ? null
                : new Erasure(
                        stored.getOrderId(),
                        Erasure.Cause.valueOf(stored.getCause()),
                        stored.getAt(),
                        stored.getRequestId(),
                        stored.getRootOrderId(),
                        stored.getCompleted());
    }

    private static <A, B> List<B> each(Collection<A> all, Function<? super A, B> map) {
        return all.stream().map(map).toList();
    }

    private static <A, B> List<B> sorted(Collection<A> all, Comparator<A> order, Function<? super A, B> map) {
        return all.stream().sorted(order).map(map).toList();
    }

    private static <A, K, V> Map<K, V> keyed(List<A> all, Function<A, K> key, Function<A, V> value) {
        return all.stream().collect(Collectors.toMap(key, value));
    }
}
