package io.lethe.retention.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.policy.Policy;
import io.lethe.policy.file.PolicyFile;
import io.lethe.retention.store.OpenRequests.OpenRequest;
import io.lethe.retention.stored.StoredSubject;
import io.lethe.retention.subject.RefusalReason;
import io.lethe.retention.subject.RightsAct;
import io.lethe.retention.subject.RightsCase;
import io.lethe.retention.subject.RightsStep;
import io.lethe.retention.subject.Subject;
import io.lethe.retention.subject.SubjectEvent;
import io.lethe.retention.subject.SubjectEvent.RightDecided;
import io.lethe.retention.subject.SubjectEvent.RightExercised;
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

class OpenRequestsTest {

    private static final Policy POLICY = PolicyFile.builtIn();
    private static final Instant RECEIPT = Instant.parse("2026-03-02T09:00:00Z");
    private static final Instant EVER = Instant.ofEpochMilli(Long.MAX_VALUE);
    private static final Duration WHOLE = Duration.ofMinutes(1);
    private static final Duration NO_TIME = Duration.ofNanos(-1);
    private static final List<String> RIGHTS = List.of("access", "erasure", "objection", "restriction");
    private static final List<RightsAct> ACTS = List.of(
            RightsAct.START,
            RightsAct.ASK_FOR_PROOF,
            RightsAct.EXTEND,
            RightsAct.FULFIL,
            RightsAct.REFUSE,
            RightsAct.WITHDRAW);

    private final KeyValueStore<String, StoredSubject> subjects =
            store("subjects", Serdes.String(), SubjectForm.serde());
    private final KeyValueStore<DeadlineKey, byte[]> store =
            store("open-requests", DeadlineKey.serde(), Serdes.ByteArray());
    private final OpenRequests requests = new OpenRequests(store, subjects);
    private final SubjectRules rules = new SubjectRules(POLICY);

    /** Requests, proofs, decisions and time, of several people; after each of them the list says what the subjects say. */
    @Property(tries = 100)
    void G1_what_has_to_be_answered_stands_in_the_list_and_nothing_else_whatever_has_happened(@ForAll Random random) {
        KeyValueStore<DeadlineKey, byte[]> list = store("list", DeadlineKey.serde(), Serdes.ByteArray());
        OpenRequests kept = new OpenRequests(list, subjects);
        Map<String, Subject> known = new TreeMap<>();
        Instant now = RECEIPT;
        for (int step = 0; step < 60; step++) {
            now = now.plus(Duration.ofHours(random.nextInt(120)));
            String id = "subject-" + random.nextInt(3);
            Subject before = known.getOrDefault(id, Subject.unseen(id));

            Subject after = random.nextInt(4) == 0
                    ? rules.settle(before, now, true).subject()
                    : rules.apply(before, SubjectKind.CONTACT, event(random, now), now, true)
                            .subject();

            kept.changed(before, after);
            known.put(id, after);
            assertThat(read(list, null, EVER, 1_000))
                    .containsExactlyElementsOf(new TreeSet<>(known.values().stream()
                            .flatMap(one -> open(one).stream())
                            .toList()));
        }
    }

    private static SubjectEvent event(Random random, Instant now) {
        String request = "request-" + random.nextInt(3);
        String right = RIGHTS.get(random.nextInt(RIGHTS.size()));
        Instant at = now.minus(Duration.ofDays(random.nextInt(60)));
        if (random.nextBoolean()) {
            return new RightExercised(request, at, at, "www", right, random.nextBoolean(), List.of());
        }
        RightsAct act = ACTS.get(random.nextInt(ACTS.size()));
        boolean answeredByItself = right.equals("erasure") || right.equals("objection");
        if (answeredByItself && (act == RightsAct.START || act == RightsAct.FULFIL)) {
            act = RightsAct.WITHDRAW;
        }
        RightsStep step = act == RightsAct.REFUSE
                ? RightsStep.refusal(at, RefusalReason.NO_MATCH, "decision")
                : RightsStep.of(act, at, "decision");
        return new RightDecided(request, right, step);
    }

    /** From the requests' standing alone. */
    private static List<OpenRequest> open(Subject subject) {
        return subject.rights().values().stream()
                .filter(one -> one.standing().filter(it -> !it.isEnd()).isPresent())
                .map(one -> new OpenRequest(one.dueAt(), one.requestId(), one.right(), subject.id()))
                .toList();
    }

    @Test
    void G1_what_an_older_version_has_taken_in_is_entered_a_little_at_a_time_and_only_then_the_list_is_complete() {
        for (String id : List.of("a", "b", "c")) {
            subjects.put(id, SubjectForm.toStored(asking(id)));
        }
        subjects.put("d", SubjectForm.toStored(Subject.unseen("d").armed(RECEIPT)));

        requests.enterOlder(NO_TIME);
        assertThat(SideList.areAllEntered(store)).isFalse();
        requests.enterOlder(WHOLE);

        assertThat(SideList.areAllEntered(store)).isTrue();
        assertThat(read(store, null, EVER, 10))
                .extracting(OpenRequest::subjectId)
                .containsExactly("a", "b", "c");
    }

    @Test
    void G1_what_was_answered_while_older_ones_are_being_entered_does_not_come_back() {
        Subject asking = asking("b");
        subjects.put("a", SubjectForm.toStored(asking("a")));
        subjects.put("b", SubjectForm.toStored(asking));
        requests.enterOlder(NO_TIME);
        Subject answered = decided(asking, RightsAct.FULFIL);
        requests.changed(asking, answered);
        subjects.put("b", SubjectForm.toStored(answered));

        requests.enterOlder(WHOLE);

        assertThat(read(store, null, EVER, 10))
                .extracting(OpenRequest::subjectId)
                .containsExactly("a");
    }

    @Test
    void G1_a_list_that_is_complete_is_so_after_a_restart_too_and_subjects_are_not_looked_through_again() {
        requests.enterOlder(WHOLE);
        subjects.put("a", SubjectForm.toStored(asking("a")));

        new OpenRequests(store, subjects).enterOlder(WHOLE);

        assertThat(SideList.areAllEntered(store)).isTrue();
        assertThat(read(store, null, EVER, 10)).isEmpty();
    }

    @Test
    void G1_a_request_that_is_extended_moves_to_its_new_place_and_one_that_is_answered_leaves() {
        Subject asking = asking("a");
        requests.changed(Subject.unseen("a"), asking);
        Instant first = onlyRequest(asking).dueAt();

        Subject extended = decided(asking, RightsAct.EXTEND);
        requests.changed(asking, extended);

        assertThat(read(store, null, EVER, 10)).singleElement().satisfies(one -> {
            assertThat(one.dueAt()).isAfter(first);
            assertThat(one.in(extended)).contains(onlyRequest(extended));
            assertThat(one.in(asking)).isEmpty();
        });
        Subject answered = decided(extended, RightsAct.FULFIL);
        requests.changed(extended, answered);
        assertThat(read(store, null, EVER, 10)).isEmpty();
    }

    @Test
    void G1_who_visits_goes_on_behind_a_place_and_stops_at_a_time() {
        Instant later = RECEIPT.plusMillis(1);
        List<OpenRequest> all = List.of(
                new OpenRequest(RECEIPT, "r-1", "access", "a"),
                new OpenRequest(RECEIPT, "r-1", "access", "b"),
                new OpenRequest(RECEIPT, "r/1", "access", "a"),
                new OpenRequest(later, "r-0", "access", "a"));
        all.forEach(one -> store.put(
                new DeadlineKey(one.dueAt(), one.requestId() + "/" + one.right() + "/" + one.subjectId()),
                new byte[0]));

        assertThat(read(store, null, EVER, 2)).isEqualTo(all.subList(0, 2));
        assertThat(read(store, all.get(1), EVER, 9)).isEqualTo(all.subList(2, 4));
        assertThat(read(store, all.get(1), RECEIPT, 9)).isEqualTo(all.subList(2, 3));
        assertThat(read(store, all.get(3), EVER, 9)).isEmpty();
        assertThat(OpenRequests.visit(store, null, RECEIPT, one -> !one.equals(all.get(2))))
                .isTrue();
        assertThat(OpenRequests.visit(store, null, later, one -> !one.equals(all.get(2))))
                .isFalse();
        assertThat(OpenRequests.visit(store, null, later, one -> !one.equals(all.get(3))))
                .isTrue();
    }

    private Subject asking(String id) {
        return rules.apply(
                        Subject.unseen(id),
                        SubjectKind.CONTACT,
                        new RightExercised("r-1", RECEIPT, RECEIPT, "www", "access", true, List.of()),
                        RECEIPT,
                        true)
                .subject();
    }

    private Subject decided(Subject subject, RightsAct act) {
        Instant at = RECEIPT.plusSeconds(60);
        return rules.apply(
                        subject,
                        SubjectKind.CONTACT,
                        new RightDecided("r-1", "access", RightsStep.of(act, at, "decision")),
                        at,
                        true)
                .subject();
    }

    private static RightsCase onlyRequest(Subject subject) {
        return subject.rights().values().iterator().next();
    }

    private static List<OpenRequest> read(
            KeyValueStore<DeadlineKey, byte[]> store, @Nullable OpenRequest after, Instant until, int most) {
        List<OpenRequest> read = new ArrayList<>();
        OpenRequests.visit(store, after, until, one -> {
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
