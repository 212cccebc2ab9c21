package io.lethe.retention.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.consent.ConsentKey;
import io.lethe.consent.ConsentStatus;
import io.lethe.consent.Statement;
import io.lethe.policy.Policy;
import io.lethe.policy.Verb;
import io.lethe.policy.file.PolicyFile;
import io.lethe.retention.stored.StoredCounts;
import io.lethe.retention.stored.StoredSubject;
import io.lethe.retention.subject.ConsentTally.Cell;
import io.lethe.retention.subject.Subject;
import io.lethe.retention.subject.SubjectEvent;
import io.lethe.retention.subject.SubjectKind;
import io.lethe.retention.subject.SubjectRules;
import io.lethe.retention.subject.Transition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class ConsentCountsTest {

    private static final Policy POLICY = PolicyFile.builtIn();
    private static final Instant START = Instant.parse("2026-01-10T09:00:00Z");
    private static final Duration WHOLE = Duration.ofMinutes(1);
    private static final Duration NO_TIME = Duration.ofNanos(-1);
    private static final List<String> OF_DEVICES = List.of("audience-measurement", "advertising", "video");
    private static final List<Verb> VERBS = List.of(Verb.GRANTED, Verb.REFUSED, Verb.WITHDRAWN);

    private final SubjectRules rules = new SubjectRules(POLICY);
    private final KeyValueStore<String, StoredSubject> subjects =
            store("subjects", Serdes.String(), SubjectForm.serde());
    private final KeyValueStore<String, StoredCounts> store =
            store("consent-counts", Serdes.String(), CountRows.FORM.serde());
    private final ConsentCounts counts = new ConsentCounts(store, subjects, rules.tally());

    /** Statements, erasures and time, of several devices, some of which were stored before anybody counted. */
    @Property(tries = 100)
    void C1_E6_all_figures_together_are_what_the_subjects_say_whatever_has_happened(@ForAll Random random) {
        KeyValueStore<String, StoredSubject> all = store("all", Serdes.String(), SubjectForm.serde());
        KeyValueStore<String, StoredCounts> rows = store("rows", Serdes.String(), CountRows.FORM.serde());
        ConsentCounts kept = new ConsentCounts(rows, all, rules.tally());
        Map<String, Subject> known = new TreeMap<>();
        Instant now = START;
        int counting = random.nextInt(20);
        for (int step = 0; step < 60; step++) {
            now = now.plus(Duration.ofHours(random.nextInt(400)));
            String id = "subject-" + random.nextInt(4);
            Subject before = known.getOrDefault(id, Subject.unseen(id));
            Transition outcome = next(random, before, now);

            if (step >= counting) {
                kept.changed(before, outcome.subject(), outcome.decisions(), now);
            }
            known.put(id, outcome.subject());
            all.put(id, SubjectForm.toStored(outcome.subject()));
            if (step >= counting) {
                kept.countOlder(NO_TIME, now);
            }
            if (random.nextInt(3) == 0 || step >= counting + 4) {
                kept.write();
            }
            if (step == counting + 5) {
                kept = new ConsentCounts(rows, all, rules.tally());
                kept.countOlder(WHOLE, now);
                kept.write();
                assertThat(ConsentCounts.areAllCounted(rows)).isTrue();
            }
            if (step >= counting + 5) {
                assertThat(sum(rows)).isEqualTo(said(known));
            }
        }
    }

    private Transition next(Random random, Subject before, Instant now) {
        if (random.nextInt(8) == 0) {
            return rules.apply(
                    before,
                    SubjectKind.VISITOR,
                    new SubjectEvent.RightExercised(
                            "r-" + random.nextInt(3), now, now, "www", "erasure", true, List.of()),
                    now,
                    true);
        }
        if (random.nextInt(4) == 0) {
            return rules.settle(before, now, true);
        }
        Instant at = now.minus(Duration.ofDays(random.nextInt(300)));
        String purpose = OF_DEVICES.get(random.nextInt(OF_DEVICES.size()));
        Statement.Choice choice = new Statement.Choice(purpose, null, VERBS.get(random.nextInt(VERBS.size())));
        return rules.apply(
                before,
                SubjectKind.VISITOR,
                new SubjectEvent.Stated(new Statement(
                        "e-" + random.nextInt(1_000),
                        at,
                        at,
                        "www",
                        List.of(choice),
                        new Statement.Proof("2026-01", "banner-7", "fr", "save", null))),
                now,
                true);
    }

    private static Map<Cell, Long> sum(KeyValueStore<String, StoredCounts> rows) {
        Map<Cell, Long> sum = new HashMap<>();
        ConsentCounts.read(rows)
                .values()
                .forEach(month -> month.forEach((cell, count) -> sum.merge(cell, count, Long::sum)));
        sum.values().removeIf(count -> count == 0);
        return sum;
    }

    private static Map<Cell, Long> said(Map<String, Subject> known) {
        Map<Cell, Long> said = new HashMap<>();
        known.values()
                .forEach(subject ->
                        subject.published().forEach((key, status) -> said.merge(new Cell(key, status), 1L, Long::sum)));
        return said;
    }

    @Test
    void C1_a_change_counts_in_the_month_of_the_policys_zone_in_which_it_took_effect() {
        counts.countOlder(WHOLE, START);
        counts.write();
        Subject before = Subject.unseen("a");
        // Half an hour before midnight in UTC, and March in Paris.
        Instant at = Instant.parse("2026-02-28T23:30:00Z");
        Transition granted = said(before, at, Verb.GRANTED);
        counts.changed(before, granted.subject(), granted.decisions(), at);
        counts.write();
        Instant later = Instant.parse("2026-05-02T09:00:00Z");
        Transition withdrawn = said(granted.subject(), later, Verb.WITHDRAWN);
        counts.changed(granted.subject(), withdrawn.subject(), withdrawn.decisions(), later.plus(WHOLE));
        counts.write();

        assertThat(ConsentCounts.read(store))
                .isEqualTo(Map.of(
                        YearMonth.parse("2026-03"),
                        Map.of(cell(ConsentStatus.GIVEN), 1L),
                        YearMonth.parse("2026-05"),
                        Map.of(cell(ConsentStatus.GIVEN), -1L, cell(ConsentStatus.WITHDRAWN), 1L)));
    }

    @Test
    void E6_whoever_is_erased_is_one_fewer_as_of_the_cut_and_before_it_still_counts() {
        counts.countOlder(WHOLE, START);
        counts.write();
        Transition granted = said(Subject.unseen("a"), START, Verb.GRANTED);
        counts.changed(Subject.unseen("a"), granted.subject(), granted.decisions(), START);
        counts.write();
        Instant cut = Instant.parse("2026-03-02T09:00:00Z");
        Transition erased = rules.apply(
                granted.subject(),
                SubjectKind.VISITOR,
                new SubjectEvent.RightExercised("r", cut, cut, "www", "erasure", true, List.of()),
                cut,
                true);

        counts.changed(granted.subject(), erased.subject(), erased.decisions(), Instant.parse("2026-07-01T09:00:00Z"));
        counts.write();

        assertThat(ConsentCounts.read(store))
                .isEqualTo(Map.of(
                        YearMonth.parse("2026-01"),
                        Map.of(cell(ConsentStatus.GIVEN), 1L),
                        YearMonth.parse("2026-03"),
                        Map.of(cell(ConsentStatus.GIVEN), -1L)));
    }

    @Test
    void who_was_stored_before_anybody_counted_is_counted_a_little_at_a_time_and_nobody_twice_after_a_restart() {
        for (String id : List.of("a", "b", "c")) {
            Subject subject = said(Subject.unseen(id), START, Verb.GRANTED).subject();
            subjects.put(id, SubjectForm.toStored(subject));
        }
        counts.countOlder(NO_TIME, START);
        counts.write();
        assertThat(ConsentCounts.areAllCounted(store)).isFalse();
        counts.countOlder(WHOLE, START);
        counts.write();
        new ConsentCounts(store, subjects, rules.tally()).countOlder(WHOLE, START);

        assertThat(ConsentCounts.areAllCounted(store)).isTrue();
        assertThat(sum(store)).isEqualTo(Map.of(cell(ConsentStatus.GIVEN), 3L));
    }

    @Test
    void what_is_stored_does_not_grow_with_the_subjects() {
        counts.countOlder(WHOLE, START);
        counts.write();
        for (int each = 0; each < 500; each++) {
            Subject unseen = Subject.unseen("subject-" + each);
            Transition granted = said(unseen, START, Verb.GRANTED);
            counts.changed(unseen, granted.subject(), granted.decisions(), START);
            counts.write();
        }

        assertThat(store.approximateNumEntries()).isEqualTo(2);
        assertThat(sum(store)).isEqualTo(Map.of(cell(ConsentStatus.GIVEN), 500L));
    }

    @Test
    void the_schema_of_the_present_version_is_kept_for_the_build_that_will_have_another() throws IOException {
        try (var file = ConsentCountsTest.class.getResourceAsStream("/stored/counts.v2.avsc")) {
            assertThat(file).isNotNull();
            String kept = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(SchemaNormalization.toParsingForm(new Schema.Parser().parse(kept)))
                    .isEqualTo(SchemaNormalization.toParsingForm(StoredCounts.getClassSchema()));
        }
    }

    private static Cell cell(ConsentStatus status) {
        return new Cell(new ConsentKey("advertising", null), status);
    }

    private Transition said(Subject before, Instant at, Verb verb) {
        return rules.apply(
                before,
                SubjectKind.VISITOR,
                new SubjectEvent.Stated(new Statement(
                        "e " + at,
                        at,
                        at,
                        "www",
                        List.of(new Statement.Choice("advertising", null, verb)),
                        new Statement.Proof("2026-01", "banner-7", "fr", "save", null))),
                at,
                true);
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
