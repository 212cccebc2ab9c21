package io.lethe.retention.topology;

import static io.lethe.retention.topology.Records.CONTACT;
import static io.lethe.retention.topology.Records.interaction;
import static io.lethe.retention.topology.Records.statement;
import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.retention.store.SubjectForm;
import io.lethe.retention.store.SubjectStores;
import io.lethe.retention.stored.StoredSubject;
import io.lethe.schemas.Decision;
import io.lethe.schemas.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backlog of what is due, and what comes meanwhile: ticks that have no time at all, so that each takes one. */
class BoundedTicksTest {

    private static final String AUDIENCE = "audience-measurement";
    private static final String JANUARY = "2026-01-15T10:00:00+01:00";
    private static final String AN_HOUR_TOO_LATE = "2026-07-15T11:00:00+02:00";
    private static final Duration TICK = Duration.ofMillis(100);

    @TempDir
    Path folder;

    private Harness stream;

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    BoundedTicksTest() {}

    @BeforeEach
    void open() {
        stream = Harness.withoutTime(folder, JANUARY);
    }

    @AfterEach
    void close() {
        stream.close();
    }

    @Test
    void C5_S4_much_that_is_due_is_told_tick_by_tick_the_lag_says_so_and_fresh_events_are_taken_before_the_rest() {
        consent(5);

        stream.until(AN_HOUR_TOO_LATE);
        Set<String> told = new HashSet<>(expired(1));
        assertThat(lag()).isEqualTo(3600);

        Instant at = Harness.time("2026-07-15T10:30:00+02:00");
        stream.hears(Topics.INTERACTIONS, CONTACT, interaction(CONTACT, at));
        assertThat(lastInteraction()).isEqualTo(at);
        expired(0);

        for (int tick = 0; tick < 4; tick++) {
            stream.advance(TICK);
            told.addAll(expired(1));
        }
        assertThat(told).hasSize(5);
        assertThat(lag()).isZero();

        stream.advance(TICK);
        expired(0);
    }

    @Test
    void C5_a_statement_that_comes_while_others_ends_are_told_still_leaves_one_expiry_and_then_a_renewal() {
        consent(2);
        stream.until(AN_HOUR_TOO_LATE);
        String first = expired(1).iterator().next();
        String waiting = first.equals("v-0") ? "v-1" : "v-0";

        stream.hears(
                Topics.CONSENT_STATEMENTS,
                waiting,
                statement(waiting, Harness.time(AN_HOUR_TOO_LATE), Decision.GRANTED, AUDIENCE));

        assertThat(stream.told(Topics.CONSENT_CHANGES))
                .extracting(it -> it.getTo().name())
                .containsExactly("EXPIRED", "RENEWED");
        stream.advance(TICK).advance(TICK);
        assertThat(stream.told(Topics.CONSENT_CHANGES)).isEmpty();
    }

    private void consent(int visitors) {
        for (int i = 0; i < visitors; i++) {
            String visitor = "v-" + i;
            stream.hears(
                    Topics.CONSENT_STATEMENTS,
                    visitor,
                    statement(visitor, Harness.time(JANUARY), Decision.GRANTED, AUDIENCE));
        }
        assertThat(stream.told(Topics.CONSENT_CHANGES)).hasSize(visitors);
    }

    /** Whose ends were told since this was last asked, so many. */
    private Set<String> expired(int count) {
        Set<String> whose = new HashSet<>();
        stream.records(Topics.CONSENT_CHANGES).forEach(one -> whose.add(one.key));
        assertThat(whose).hasSize(count);
        return whose;
    }

    private double lag() {
        return stream.metrics.get("lethe.expiry.lag").gauge().value();
    }

    private Instant lastInteraction() {
        KeyValueStore<String, StoredSubject> subjects = stream.driver.getKeyValueStore(SubjectStores.SUBJECTS);
        return Objects.requireNonNull(SubjectForm.fromStored(CONTACT, Objects.requireNonNull(subjects.get(CONTACT)))
                .lastInteractionAt());
    }
}
