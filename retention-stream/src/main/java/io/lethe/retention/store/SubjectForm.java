package io.lethe.retention.store;

import io.lethe.consent.ConsentKey;
import io.lethe.consent.ConsentStatus;
import io.lethe.consent.Statement;
import io.lethe.retention.stored.StoredHeard;
import io.lethe.retention.stored.StoredHold;
import io.lethe.retention.stored.StoredKind;
import io.lethe.retention.stored.StoredLink;
import io.lethe.retention.stored.StoredPending;
import io.lethe.retention.stored.StoredStatus;
import io.lethe.retention.stored.StoredSubject;
import io.lethe.retention.subject.BoundedSet;
import io.lethe.retention.subject.HeardErasure;
import io.lethe.retention.subject.Link;
import io.lethe.retention.subject.RightsCase;
import io.lethe.retention.subject.Subject;
import io.lethe.retention.subject.SubjectKind;
import io.lethe.retention.subject.Tie;
import io.lethe.retention.subject.WantedErasure;
import io.lethe.streams.stores.StoredForm;
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
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * How a subject stands in the store: between the subject as the rules know it and its stored form. What an earlier version wrote is
 * read as what it meant; only the present version is written. The schemas of all versions ever written stand in {@code /stored/}.
 */
public final class SubjectForm {

    /** How many versions there were before the present one. */
    private static final int OLDER = 12;

    static final StoredForm<StoredSubject> FORM =
            new StoredForm<>(StoredSubject.class, StoredForm.older("subject", OLDER));

    private static final Comparator<Statement> IN_ORDER = Comparator.comparing(Statement::at)
            .thenComparing(Statement::eventId)
            .thenComparing(Statement::stampedAt);

    private SubjectForm() {}

    /** What stands under a subject's id. */
    public static Serde<StoredSubject> serde() {
        return FORM.serde();
    }

    public static StoredSubject toStored(Subject subject) {
        Subject.Lapse lapse = subject.lapse();
        // Not by its builder, which checks every field anew and takes longer than all the rest.
        return new StoredSubject(
                StoredKind.valueOf(subject.kind().name()),
                SubjectParts.each(inOrder(subject.statements()), SubjectParts::toStored),
                SubjectParts.millis(subject.firstSeenAt()),
                SubjectParts.millis(subject.lastInteractionAt()),
                List.copyOf(subject.dataCategories()),
                SubjectParts.each(subject.links().values(), SubjectParts::toStored),
                SubjectParts.each(subject.holds().values(), SubjectParts::toStored),
                SubjectParts.each(subject.rights().values(), SubjectParts::toStored),
                lapse == null ? null : SubjectParts.millis(lapse.at()),
                lapse == null ? null : SubjectParts.millis(lapse.eraseAfter()),
                null,
                null,
                SubjectParts.each(
                        subject.published().entrySet(),
                        one -> new StoredStatus(
                                one.getKey().purpose(),
                                one.getKey().recipient(),
                                one.getValue().name())),
                toStored(subject.toldWindows()),
                SubjectParts.millis(subject.armedAt()),
                SubjectParts.millis(subject.lastSeenAt()),
                SubjectParts.each(subject.interactions().all(), Instant::toEpochMilli),
                subject.interactions().complete(),
                SubjectParts.each(subject.wanted().all(), SubjectParts::toStored),
                SubjectParts.each(subject.heard().all(), SubjectParts::toStored),
                SubjectParts.each(subject.erasures(), SubjectParts::toStored),
                lapse == null ? null : SubjectParts.millis(lapse.heldAt()),
                SubjectParts.each(subject.moves(), SubjectParts::toStored),
                millis(subject.formers()));
    }

    /** A subject, or a part of one, on its way to another: as it stands in the store. */
    public static byte[] bytes(Subject part) {
        return FORM.write(toStored(part));
    }

    /**
     * What was brought along.
     *
     * @throws org.apache.kafka.common.errors.SerializationException where it cannot be read
     */
    public static Subject ofBytes(String id, byte[] bytes) {
        return fromStored(id, FORM.read(bytes));
    }

    public static Subject fromStored(String id, StoredSubject stored) {
        List<Statement> statements = SubjectParts.each(stored.getStatements(), SubjectParts::fromStored);
        Map<String, Link> links = keyed(stored.getLinks(), StoredLink::getOther, SubjectParts::fromStored);
        return new Subject(
                id,
                SubjectKind.valueOf(stored.getKind().name()),
                statements,
                SubjectParts.time(stored.getFirstSeenAt()),
                lastSeenAt(stored, statements, links.values()),
                interactions(stored),
                SubjectParts.time(stored.getLastInteractionAt()),
                Set.copyOf(stored.getDataCategories()),
                links,
                keyed(stored.getHolds(), StoredHold::getHoldId, SubjectParts::fromStored),
                keyed(
                        stored.getRights(),
                        one -> RightsCase.key(one.getRequestId(), one.getRight()),
                        SubjectParts::fromStored),
                stored.getLapsedAt() == null || stored.getEraseAfter() == null
                        ? null
                        : new Subject.Lapse(
                                Instant.ofEpochMilli(stored.getLapsedAt()),
                                Instant.ofEpochMilli(stored.getEraseAfter()),
                                SubjectParts.time(stored.getHeldAt())),
                BoundedSet.of(SubjectParts.<StoredPending, WantedErasure>each(
                        with(stored.getWanted(), stored.getPending()), SubjectParts::fromStored)),
                BoundedSet.of(
                        SubjectParts.<StoredHeard, HeardErasure>each(stored.getHeard(), SubjectParts::fromStored)),
                SubjectParts.each(with(stored.getErasures(), stored.getErasure()), SubjectParts::fromStored),
                keyed(
                        stored.getPublished(),
                        one -> new ConsentKey(one.getPurpose(), one.getRecipient()),
                        one -> ConsentStatus.valueOf(one.getStatus())),
                fromStored(stored.getToldWindows()),
                SubjectParts.each(stored.getMoves(), SubjectParts::fromStored),
                instants(stored.getFormers()),
                SubjectParts.time(stored.getArmedAt()));
    }

    private static Map<String, Long> millis(Map<String, Instant> times) {
        if (times.isEmpty()) {
            return Map.of();
        }
        Map<String, Long> stored = new HashMap<>();
        times.forEach((id, at) -> stored.put(id, at.toEpochMilli()));
        return stored;
    }

    private static Map<String, Instant> instants(Map<String, Long> stored) {
        if (stored.isEmpty()) {
            return Map.of();
        }
        Map<String, Instant> times = new HashMap<>();
        stored.forEach((id, at) -> times.put(id, Instant.ofEpochMilli(at)));
        return times;
    }

    private static List<Statement> inOrder(List<Statement> statements) {
        return statements.size() < 2
                ? statements
                : statements.stream().sorted(IN_ORDER).toList();
    }

    /** Version 1 kept no signs of life; the newest of what it kept is taken. */
    private static @Nullable Instant lastSeenAt(
            StoredSubject stored, List<Statement> statements, Collection<Link> links) {
        if (!isOfVersionOne(stored)) {
            return SubjectParts.time(stored.getLastSeenAt());
        }
        return Stream.of(
                        Stream.ofNullable(SubjectParts.time(stored.getFirstSeenAt())),
                        Stream.ofNullable(SubjectParts.time(stored.getLastInteractionAt())),
                        statements.stream().map(Statement::at),
                        links.stream()
                                .flatMap(link -> link.ties().all().stream().map(Tie::at)))
                .flatMap(times -> times)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static boolean isOfVersionOne(StoredSubject stored) {
        return stored.getLastSeenAt() == null && stored.getLastInteractionAt() != null;
    }

    /** Version 1 kept the last interaction alone, and did not tell whose it was. */
    private static BoundedSet<Instant> interactions(StoredSubject stored) {
        return isOfVersionOne(stored)
                ? new BoundedSet<>(List.of(Instant.ofEpochMilli(stored.getLastInteractionAt())), false)
                : new BoundedSet<>(
                        SubjectParts.each(stored.getInteractions(), Instant::ofEpochMilli),
                        stored.getInteractionsAll());
    }

    private static Map<String, List<Long>> toStored(Map<String, Set<Instant>> windows) {
        if (windows.isEmpty()) {
            return Map.of();
        }
        Map<String, List<Long>> stored = new HashMap<>();
        windows.forEach((purpose, starts) -> stored.put(purpose, SubjectParts.each(starts, Instant::toEpochMilli)));
        return stored;
    }

    private static Map<String, Set<Instant>> fromStored(Map<String, List<Long>> stored) {
        if (stored.isEmpty()) {
            return Map.of();
        }
        Map<String, Set<Instant>> windows = new HashMap<>();
        stored.forEach((purpose, starts) ->
                windows.put(purpose, new TreeSet<>(SubjectParts.each(starts, Instant::ofEpochMilli))));
        return windows;
    }

    private static <A> List<A> with(List<A> all, @Nullable A one) {
        return one == null ? all : Stream.concat(all.stream(), Stream.of(one)).toList();
    }

    private static <A, K, V> Map<K, V> keyed(List<A> all, Function<A, K> key, Function<A, V> value) {
        if (all.isEmpty()) {
            return Map.of();
        }
        if (all.size() == 1) {
            return Map.of(key.apply(all.getFirst()), value.apply(all.getFirst()));
        }
        Map<K, V> keyed = new HashMap<>();
        all.forEach(one -> keyed.put(key.apply(one), value.apply(one)));
        return keyed;
    }
}
