package io.lethe.retention.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.consent.Statement;
import io.lethe.policy.Policy;
import io.lethe.policy.Verb;
import io.lethe.policy.file.PolicyFile;
import io.lethe.retention.stored.StoredCounts;
import io.lethe.retention.stored.StoredSubject;
import io.lethe.retention.subject.Due;
import io.lethe.retention.subject.RefusalReason;
import io.lethe.retention.subject.RightsStep;
import io.lethe.retention.subject.Subject;
import io.lethe.retention.subject.SubjectEvent;
import io.lethe.retention.subject.SubjectKind;
import io.lethe.retention.subject.SubjectRules;
import io.lethe.retention.subject.Transition;
import io.lethe.streams.stores.StoredForm;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class DueCountsTest {

    private static final Policy POLICY = PolicyFile.builtIn();
    private static final PolicyMark MARK = PolicyMark.of(POLICY);
    private static final Instant START = Instant.parse("2026-01-10T09:00:00Z");
    private static final Duration WHOLE = Duration.ofMinutes(1);
    private static final Duration NO_TIME = Duration.ofNanos(-1);
    private static final List<String> PURPOSES = List.of("audience-measurement", "advertising", "video");
    private static final List<Verb> VERBS = List.of(Verb.GRANTED, Verb.REFUSED, Verb.WITHDRAWN);
    private static final List<String> RIGHTS = List.of("access", "erasure", "restriction", "consent-withdrawal");

    private final SubjectRules rules = new SubjectRules(POLICY);
    private final KeyValueStore<String, StoredSubject> subjects =
            store("subjects", Serdes.String(), SubjectForm.serde());
    private final KeyValueStore<String, StoredCounts> store =
            store("due-counts", Serdes.String(), CountRows.FORM.serde());
    private DueCounts counts = counting(store, subjects, MARK);

    private DueCounts counting(
            KeyValueStore<String, StoredCounts> rows, KeyValueStore<String, StoredSubject> all, PolicyMark mark) {
        return new DueCounts(rows, all, rules.dueTally(), mark);
    }

    /** Whatever can become of several people and devices, some of whom were stored before anybody counted; and, half-way, another process. */
    @Property(tries = 150)
    void R3_R5_all_figures_together_are_what_the_subjects_have_before_them_whatever_has_happened(
            @ForAll Random random) {
        KeyValueStore<String, StoredSubject> all = store("all", Serdes.String(), SubjectForm.serde());
        KeyValueStore<String, StoredCounts> rows = store("rows", Serdes.String(), CountRows.FORM.serde());
        DueCounts kept = counting(rows, all, MARK);
        Map<String, Subject> known = new TreeMap<>();
        Instant now = START;
        int counting = random.nextInt(20);
        int change = counting + 5 + random.nextInt(30);
        for (int step = 0; step < 60; step++) {
            now = now.plus(Duration.ofHours(random.nextInt(2_000)));
            String id = "subject-" + random.nextInt(4);
            Subject before = known.getOrDefault(id, Subject.unseen(id));
            Subject after = next(random, before, now).subject();

            if (step >= counting) {
                kept.changed(before, after);
            }
            StoredSubject stored = SubjectForm.toStored(after);
            known.put(id, SubjectForm.fromStored(id, stored));
            all.put(id, stored);
            if (step >= counting) {
                kept.countOlder(NO_TIME);
            }
            if (random.nextInt(3) == 0 || step >= counting + 4) {
                kept.write();
            }
            if (step == counting + 5 || step == change) {
                kept = counting(rows, all, step < change ? MARK : new PolicyMark("other", "words"));
                kept.countOlder(WHOLE);
                kept.write();
                assertThat(DueCounts.areAllCounted(rows)).isTrue();
            }
            if (step >= counting + 5) {
                assertThat(DueCounts.read(rows)).isEqualTo(ahead(known));
            }
        }
    }

    private Transition next(Random random, Subject before, Instant now) {
        SubjectKind kind = before.id().endsWith("0") ? SubjectKind.VISITOR : SubjectKind.CONTACT;
        Instant at = now.minus(Duration.ofDays(random.nextInt(300)));
        String right = RIGHTS.get(random.nextInt(RIGHTS.size()));
        String request = "r-" + random.nextInt(3);
        SubjectEvent event = switch (random.nextInt(9)) {
            case 0, 1 -> stated(at, PURPOSES.get(random.nextInt(3)), VERBS.get(random.nextInt(3)));
            case 2, 3 -> new SubjectEvent.Interacted("i " + at, at, "contact-form", List.of());
            case 4 -> new SubjectEvent.RightExercised(request, at, at, "www", right, random.nextBoolean(), List.of());
            case 5 ->
                new SubjectEvent.RightDecided(
                        request, right, RightsStep.refusal(now, RefusalReason.LEGAL_CLAIMS, "d " + now));
            case 6 -> new SubjectEvent.HoldStated("h " + now, now, "hold", random.nextBoolean(), "case", null);
            default -> null;
        };
        return event == null ? rules.settle(before, now, true) : rules.apply(before, kind, event, now, true);
    }

    private static SubjectEvent.Stated stated(Instant at, String purpose, Verb verb) {
        return new SubjectEvent.Stated(new Statement(
                "e " + at + verb,
                at,
                at,
                "www",
                List.of(new Statement.Choice(purpose, null, verb)),
                new Statement.Proof("2026-01", "banner-7", "fr", "save", null)));
    }

    private SortedMap<YearMonth, Map<Due.What, Long>> ahead(Map<String, Subject> known) {
        SortedMap<YearMonth, Map<Due.What, Long>> ahead = new TreeMap<>();
        for (Subject subject : known.values()) {
            for (Due due : rules.due(subject)) {
                ahead.computeIfAbsent(
                                YearMonth.from(due.at().atZone(POLICY.zone())), _ -> new EnumMap<>(Due.What.class))
                        .merge(due.what(), 1L, Long::sum);
            }
        }
        return ahead;
    }

    @Test
    void R1_R2_a_period_that_ends_counts_in_the_month_of_the_policys_zone_and_so_does_the_erasure_after_it() {
        counts.countOlder(WHOLE);

        // Half an hour before midnight in UTC, and March in Paris.
        interacts(Subject.unseen("a"), "2026-02-28T23:30:00Z");

        assertThat(read())
                .isEqualTo(
                        Map.of(YearMonth.parse("2031-03"), Map.of(Due.What.RETENTION_LAPSE, 1L, Due.What.ERASURE, 1L)));
    }

    @Test
    void R3_an_interaction_puts_off_what_is_counted_and_one_in_the_same_month_changes_no_row() {
        counts.countOlder(WHOLE);
        Subject subject = interacts(Subject.unseen("a"), "2026-03-02T09:00:00Z");
        subject = interacts(subject, "2026-03-02T17:00:00Z");
        subject = interacts(subject, "2026-03-20T09:00:00Z");

        assertThat(read())
                .isEqualTo(Map.of(
                        YearMonth.parse("2031-03"), Map.of(Due.What.RETENTION_LAPSE, 1L),
                        YearMonth.parse("2031-04"), Map.of(Due.What.ERASURE, 1L)));

        interacts(subject, "2026-12-15T09:00:00Z");

        assertThat(read())
                .isEqualTo(Map.of(
                        YearMonth.parse("2031-12"), Map.of(Due.What.RETENTION_LAPSE, 1L),
                        YearMonth.parse("2032-01"), Map.of(Due.What.ERASURE, 1L)));
    }

    @Test
    void R5_under_another_policy_all_are_counted_again_a_little_at_a_time_and_nobody_twice() {
        counts.countOlder(WHOLE);
        for (String id : List.of("a", "b", "c")) {
            subjects.put(id, SubjectForm.toStored(interacts(Subject.unseen(id), "2026-03-02T09:00:00Z")));
        }
        SortedMap<YearMonth, Map<Due.What, Long>> before = read();

        counts = counting(store, subjects, new PolicyMark("2026-02", "other words"));
        counts.countOlder(NO_TIME);
        assertThat(DueCounts.areAllCounted(store)).isFalse();
        assertThat(read()).isEmpty();

        counts.countOlder(WHOLE);
        assertThat(read()).isEqualTo(before);
        assertThat(DueCounts.areAllCounted(store)).isTrue();
    }

    @Test
    void what_is_stored_does_not_grow_with_the_subjects() {
        counts.countOlder(WHOLE);
        for (int each = 0; each < 500; each++) {
            interacts(Subject.unseen("subject-" + each), "2026-03-02T09:00:00Z");
            counts.write();
        }

        assertThat(store.approximateNumEntries()).isEqualTo(2);
        assertThat(read().get(YearMonth.parse("2031-03"))).isEqualTo(Map.of(Due.What.RETENTION_LAPSE, 500L));
    }

    @Test
    void rows_of_version_1_are_read_by_this_build() {
        // {"cells": {"advertising//GIVEN": 7}, "cursor": null}, as that version wrote it.
        byte[] bytes = HexFormat.of().parseHex("0102246164766572746973696e672f2f474956454e0e0000");

        StoredCounts row = new StoredForm<>(StoredCounts.class, StoredForm.older("counts", 1)).read(bytes);

        assertThat(row).isEqualTo(new StoredCounts(Map.of("advertising//GIVEN", 7L), null, null));
    }

    private Subject interacts(Subject before, String time) {
        Instant at = Instant.parse(time);
        Subject after = rules.apply(
                        before,
                        SubjectKind.CONTACT,
                        new SubjectEvent.Interacted("i " + at, at, "contact-form", List.of()),
                        at,
                        true)
                .subject();
        counts.changed(before, after);
        return after;
    }

    private SortedMap<YearMonth, Map<Due.What, Long>> read() {
        counts.write();
        return DueCounts.read(store);
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
