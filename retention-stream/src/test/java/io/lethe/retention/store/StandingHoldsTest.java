package io.lethe.retention.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.policy.file.PolicyFile;
import io.lethe.retention.store.StandingHolds.StandingHold;
import io.lethe.retention.stored.StoredSubject;
import io.lethe.retention.subject.BoundedSet;
import io.lethe.retention.subject.LegalHold;
import io.lethe.retention.subject.Subject;
import io.lethe.retention.subject.SubjectEvent;
import io.lethe.retention.subject.SubjectEvent.HoldStated;
import io.lethe.retention.subject.SubjectKind;
import io.lethe.retention.subject.SubjectRules;
import io.lethe.streams.deadlines.DeadlineKey;
import io.lethe.streams.deadlines.SideList;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StandingHoldsTest {

    private static final Instant AT = Instant.parse("2026-03-02T09:00:00Z");
    private static final Duration WHOLE = Duration.ofMinutes(1);
    private static final Duration NO_TIME = Duration.ofNanos(-1);

    private final KeyValueStore<String, StoredSubject> subjects =
            store("subjects", Serdes.String(), SubjectForm.serde());
    private final KeyValueStore<DeadlineKey, byte[]> store =
            store("standing-holds", DeadlineKey.serde(), Serdes.ByteArray());
    private final StandingHolds holds = new StandingHolds(store, subjects);
    private final SubjectRules rules = new SubjectRules(PolicyFile.builtIn());

    /** Placings and releases, in any order of their times; after each of them the list says what the subjects say. */
    @Property(tries = 100)
    void R4_what_stands_is_in_the_list_and_nothing_else_whatever_was_said_and_when(@ForAll Random random) {
        KeyValueStore<DeadlineKey, byte[]> list = store("list", DeadlineKey.serde(), Serdes.ByteArray());
        StandingHolds kept = new StandingHolds(list, subjects);
        Map<String, Subject> known = new TreeMap<>();
        for (int step = 0; step < 60; step++) {
            String id = "subject-" + random.nextInt(3);
            Subject before = known.getOrDefault(id, Subject.unseen(id));
            Instant at = AT.plus(Duration.ofHours(random.nextInt(50)));

            Subject after = said(
                    before,
                    new HoldStated(
                            "event-" + step, at, "case/" + random.nextInt(4), random.nextBoolean(), "why", "desk-1"));

            kept.changed(before, after);
            known.put(id, after);
            assertThat(read(list, null, 1_000))
                    .containsExactlyElementsOf(new TreeSet<>(known.values().stream()
                            .flatMap(one -> one.holds().values().stream()
                                    .filter(LegalHold::placed)
                                    .map(hold -> new StandingHold(hold.at(), hold.holdId(), one.id())))
                            .toList()));
        }
    }

    @Test
    void R4_a_hold_stands_once_with_whom_it_was_placed_on_and_not_with_whom_it_reached() {
        Subject person = holding("person");
        LegalHold reached = new LegalHold(
                "case-1", false, "person", BoundedSet.of(List.of(new LegalHold.Step(AT, true, "e-1", "desk-1"))));
        Subject device = SubjectForm.fromStored("device", withHold(reached));

        holds.changed(Subject.unseen("person"), person);
        holds.changed(Subject.unseen("device"), device);

        assertThat(read(store, null, 9)).singleElement().satisfies(one -> {
            assertThat(one.subjectId()).isEqualTo("person");
            assertThat(one.in(person)).isPresent();
            assertThat(one.in(released(person))).isEmpty();
        });
        holds.changed(person, released(person));
        assertThat(read(store, null, 9)).isEmpty();
    }

    @Test
    void R4_what_an_older_version_has_taken_in_is_entered_and_what_was_released_meanwhile_does_not_come_back() {
        Subject b = holding("b");
        subjects.put("a", SubjectForm.toStored(holding("a")));
        subjects.put("b", SubjectForm.toStored(b));
        subjects.put("c", SubjectForm.toStored(Subject.unseen("c").armed(AT)));
        holds.enterOlder(NO_TIME);
        assertThat(SideList.areAllEntered(store)).isFalse();
        holds.changed(b, released(b));
        subjects.put("b", SubjectForm.toStored(released(b)));

        holds.enterOlder(WHOLE);

        assertThat(SideList.areAllEntered(store)).isTrue();
        assertThat(read(store, null, 9)).extracting(StandingHold::subjectId).containsExactly("a");
    }

    @Test
    void R4_who_visits_goes_on_behind_a_place() {
        List<StandingHold> all = List.of(
                new StandingHold(AT, "case-1", "a"),
                new StandingHold(AT, "case-1", "b"),
                new StandingHold(AT, "case/1", "a"),
                new StandingHold(AT.plusMillis(1), "case-0", "a"));
        all.forEach(one -> store.put(new DeadlineKey(one.since(), one.holdId() + "/" + one.subjectId()), new byte[0]));

        assertThat(read(store, null, 2)).isEqualTo(all.subList(0, 2));
        assertThat(read(store, all.get(1), 9)).isEqualTo(all.subList(2, 4));
        assertThat(read(store, all.get(3), 9)).isEmpty();
    }

    private Subject holding(String id) {
        return said(Subject.unseen(id), new HoldStated("place", AT, "case-1", true, "litigation", "desk-1"));
    }

    private Subject released(Subject subject) {
        return said(subject, new HoldStated("release", AT.plusSeconds(9), "case-1", false, "over", "desk-1"));
    }

    private Subject said(Subject before, SubjectEvent event) {
        return rules.apply(before, SubjectKind.CONTACT, event, event.at(), true).subject();
    }

    private StoredSubject withHold(LegalHold hold) {
        StoredSubject stored = SubjectForm.toStored(holding("device"));
        return new StoredSubject(
                stored.getKind(),
                stored.getStatements(),
                stored.getFirstSeenAt(),
                stored.getLastInteractionAt(),
                stored.getDataCategories(),
                stored.getLinks(),
                List.of(SubjectParts.toStored(hold)),
                stored.getRights(),
                stored.getLapsedAt(),
                stored.getEraseAfter(),
                stored.getPending(),
                stored.getErasure(),
                stored.getPublished(),
                stored.getToldWindows(),
                stored.getArmedAt(),
                stored.getLastSeenAt(),
                stored.getInteractions(),
                stored.getInteractionsAll(),
                stored.getWanted(),
                stored.getHeard(),
                stored.getErasures(),
                stored.getHeldAt(),
                List.of(),
                Map.of());
    }

    private static List<StandingHold> read(
            KeyValueStore<DeadlineKey, byte[]> store, @Nullable StandingHold after, int most) {
        List<StandingHold> read = new ArrayList<>();
        StandingHolds.visit(store, after, one -> {
            read.add(one);
            return read.size() < most;
        });
        return read;
    }

    private static <K, V> KeyValueStore<K, V> store(String name, Serde<K> keys, Serde<V> values) {
        KeyValueStore<K, V> store = Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), keys, values)
                .withLoggingDisabled()
                .withCachingDisabled()
                .build();
        store.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), store);
        return store;
    }
}
