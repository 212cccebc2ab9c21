package io.lethe.retention.topology;

import static io.lethe.retention.topology.Records.interaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.retention.store.SubjectForm;
import io.lethe.retention.store.SubjectStores;
import io.lethe.retention.stored.StoredSubject;
import io.lethe.retention.subject.Subject;
import io.lethe.schemas.Decision;
import io.lethe.schemas.HoldAction;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import io.lethe.streams.deadlines.DeadlineKey;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.streams.state.KeyValueStore;

/** A pass that is interrupted anywhere, however often, ends as one that is not (R5, S2). */
class PolicyPassPropertyTest {

    private static final int SUBJECTS = 4;
    private static final String BEGIN = "2026-03-01T12:00:00+01:00";
    private static final Duration TICK = Duration.ofMillis(100);

    /** What others were told and what is stored, in the end. */
    private record Outcome(List<String> told, List<Subject> subjects, List<DeadlineKey> deadlines) {}

    @Property(tries = 8)
    void R5_S2_wherever_a_pass_is_interrupted_it_ends_in_the_same_consents_deadlines_and_tellings(
            @ForAll @Size(max = 25) List<@IntRange(max = 11) Integer> history,
            @ForAll @Size(max = 6) List<@IntRange(max = 2) Integer> ticksBetweenRestarts)
            throws IOException {
        assertThat(outcome(history, ticksBetweenRestarts)).isEqualTo(outcome(history, List.of()));
    }

    private static Outcome outcome(List<Integer> history, List<Integer> ticksBetweenRestarts) throws IOException {
        Harness stream = new Harness(Files.createTempDirectory("pass"), BEGIN);
        List<String> told = new ArrayList<>();
        try {
            for (int step = 0; step < history.size(); step++) {
                happens(stream, history.get(step), "s-" + step % SUBJECTS);
            }
            told.addAll(told(stream));
            stream = stream.restartedUnder("(?s)keepFor: P5Y(.*?)\n  grace: P30D", "keepFor: P2Y$1\n  grace: P10D", 1);
            for (int ticks : ticksBetweenRestarts) {
                for (int tick = 0; tick < ticks; tick++) {
                    stream.advance(TICK);
                }
                told.addAll(told(stream));
                stream = stream.restarted();
            }
            // Each subject may be a device and a contact; that nobody is left is seen one tick later.
            for (int tick = 0; tick <= 2 * SUBJECTS; tick++) {
                stream.advance(TICK);
            }
            assertThat(stream.metrics.get("lethe.policy.passes").gauge().value())
                    .isZero();
            told.addAll(told(stream));
            return new Outcome(told.stream().sorted().toList(), subjects(stream), deadlines(stream));
        } finally {
            stream.close();
        }
    }

    private static void happens(Harness stream, int what, String subject) {
        Instant now = stream.now();
        switch (what) {
            case 0, 1 -> stream.hears(Topics.INTERACTIONS, "c" + subject, interaction("c" + subject, now));
            case 2, 3 ->
                stream.hears(
                        Topics.CONSENT_STATEMENTS,
                        "v" + subject,
                        Records.statement(
                                "v" + subject, now, what == 2 ? Decision.GRANTED : Decision.REFUSED, "video"));
            case 4 -> stream.hears(Topics.HOLDS, "c" + subject, Records.hold("c" + subject, now, HoldAction.PLACE));
            case 5 -> stream.hears(Topics.HOLDS, "c" + subject, Records.hold("c" + subject, now, HoldAction.RELEASE));
            case 6, 7 -> stream.until(now.plus(Duration.ofDays(20)));
            case 8, 9 -> stream.until(now.plus(Duration.ofDays(200)));
            default -> stream.until(now.plus(Duration.ofDays(900)));
        }
    }

    /** All that is told of a kind that a pass may tell, whatever the order between subjects. */
    private static List<String> told(Harness stream) {
        List<String> all = new ArrayList<>();
        for (Topic<?> topic : List.of(Topics.RETENTION_CHANGES, Topics.CONSENT_CHANGES, Topics.ERASURE_ORDERS)) {
            stream.records(topic).forEach(one -> all.add(topic.name() + " " + one.key + " " + one.value));
        }
        return all;
    }

    private static List<Subject> subjects(Harness stream) {
        KeyValueStore<String, StoredSubject> store = stream.driver.getKeyValueStore(SubjectStores.SUBJECTS);
        List<Subject> all = new ArrayList<>();
        try (var entries = store.all()) {
            entries.forEachRemaining(one -> all.add(SubjectForm.fromStored(one.key, one.value)));
        }
        return all;
    }

    private static List<DeadlineKey> deadlines(Harness stream) {
        KeyValueStore<DeadlineKey, byte[]> store = stream.driver.getKeyValueStore(SubjectStores.DEADLINES);
        List<DeadlineKey> all = new ArrayList<>();
        try (var entries = store.all()) {
            entries.forEachRemaining(one -> all.add(one.key));
        }
        return all;
    }
}
