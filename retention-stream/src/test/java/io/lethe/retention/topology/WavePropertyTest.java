package io.lethe.retention.topology;

import static io.lethe.retention.topology.Records.decision;
import static io.lethe.retention.topology.Records.interaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.retention.store.SubjectForm;
import io.lethe.retention.store.SubjectStores;
import io.lethe.retention.stored.StoredSubject;
import io.lethe.retention.subject.Subject;
import io.lethe.schemas.ErasureOrder;
import io.lethe.schemas.WaveVerdict;
import io.lethe.schemas.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.streams.state.KeyValueStore;

/** Whatever operators decide and whenever, nobody is ordered twice and nobody is forgotten (R6). */
class WavePropertyTest {

    private static final int CONTACTS = 5;
    private static final String BEGIN = "2026-03-01T12:00:00+01:00";
    private static final Duration A_WHILE = Duration.ofDays(31);

    @Property(tries = 25)
    void R6_any_order_of_decisions_ticks_visits_and_restarts_orders_nobody_twice_and_forgets_nobody(
            @ForAll @Size(max = 30) List<@IntRange(max = 11) Integer> steps) throws IOException {
        Path folder = Files.createTempDirectory("waves");
        Harness stream = Harness.withWave(folder, BEGIN, "within: P10D, number: 1, percent: 100, neverBelow: 1");
        List<ErasureOrder> orders = new ArrayList<>();
        try {
            for (int contact = 0; contact < CONTACTS; contact++) {
                visits(stream, List.of(contact));
                stream.until(stream.now().plus(Duration.ofDays(contact % 3)));
            }
            for (int day = 1; day <= CONTACTS; day++) {
                stream.until("2031-03-0" + day + "T12:00:00+01:00");
            }
            stream.until("2031-03-31T12:00:00+02:00").until("2031-04-01T12:00:00+02:00");

            for (int step : steps) {
                switch (step) {
                    case 0 -> decides(stream, WaveVerdict.APPROVE, Duration.ZERO);
                    case 1 -> decides(stream, WaveVerdict.DROP, Duration.ZERO);
                    case 2 -> decides(stream, WaveVerdict.APPROVE, Duration.ofDays(1));
                    case 3 -> decides(stream, WaveVerdict.DROP, Duration.ofDays(1));
                    case 4, 5 -> visits(stream, List.of(step - 4));
                    case 6 -> {
                        orders.addAll(stream.told(Topics.ERASURE_ORDERS));
                        stream = stream.restarted();
                    }
                    case 7, 8 -> passes(stream, A_WHILE);
                    default -> passes(stream, Duration.ofDays(1));
                }
                assertThat(stream.heldErasures())
                        .as("the queue is what the subjects say")
                        .containsExactlyInAnyOrderElementsOf(heldSubjects(stream));
                stream.advance(Duration.ofMillis(100));
                assertThat(stream.metrics.get("lethe.erasures.held").gauge().value())
                        .isEqualTo(stream.heldErasures().size());
            }
            for (int i = 0; i < 2 * CONTACTS; i++) {
                passes(stream, A_WHILE.multipliedBy(62));
                passes(stream, A_WHILE);
                decides(stream, WaveVerdict.APPROVE, Duration.ZERO);
            }

            orders.addAll(stream.told(Topics.ERASURE_ORDERS));
            assertThat(orders).extracting(ErasureOrder::getOrderId).doesNotHaveDuplicates();
            assertThat(subjects(stream))
                    .hasSize(CONTACTS)
                    .allSatisfy(it -> assertThat(it.firstSeenAt()).isNull());
            assertThat(stream.heldErasures()).isEmpty();
        } finally {
            stream.close();
        }
    }

    private static void visits(Harness stream, List<Integer> contacts) {
        contacts.forEach(it -> stream.hears(Topics.INTERACTIONS, "c-" + it, interaction("c-" + it, stream.now())));
    }

    private static void decides(Harness stream, WaveVerdict verdict, Duration ago) {
        stream.hears(Topics.WAVE_DECISIONS, "d", decision(stream.now().minus(ago), verdict))
                .advance(Duration.ofSeconds(1));
    }

    private static void passes(Harness stream, Duration time) {
        stream.until(stream.now().plus(time)).advance(Duration.ofSeconds(1));
    }

    private static List<String> heldSubjects(Harness stream) {
        return subjects(stream).stream()
                .filter(it -> it.heldAt().isPresent())
                .map(Subject::id)
                .toList();
    }

    private static List<Subject> subjects(Harness stream) {
        KeyValueStore<String, StoredSubject> store = stream.driver.getKeyValueStore(SubjectStores.SUBJECTS);
        List<Subject> all = new ArrayList<>();
        try (var entries = store.all()) {
            entries.forEachRemaining(one -> all.add(SubjectForm.fromStored(one.key, one.value)));
        }
        return all;
    }
}
