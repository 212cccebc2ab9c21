package io.lethe.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lethe.schemas.AuditEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who comes in is told at once, and who does not is counted for a while. */
class ComingsTest {

    private final KeptTrail trail = new KeptTrail();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Recorder recorder = new Recorder(trail, InstantSource.system(), metrics);

    @Test
    void who_was_not_let_in_is_told_by_why_once_a_while_is_over_and_then_counted_anew() {
        try (Comings comings = new Comings(recorder, Duration.ofMillis(50))) {
            comings.refused("token");
            comings.refused("stale");
            comings.refused("token");
            await().until(() -> trail.comings().size() == 1);

            comings.refused("token");
            await().until(() -> trail.comings().size() == 2);
        }

        assertThat(trail.comings()).extracting(AuditEvent::getReason).containsExactly("stale 1, token 2", "token 1");
    }

    @Test
    void while_nothing_is_recorded_people_come_in_all_the_same_and_what_is_missing_is_counted() {
        trail.goAway();
        try (Comings comings = new Comings(recorder, Duration.ofHours(1))) {
            comings.in("dpo-1", Set.of(ConsoleRole.DPO), "token");
            comings.refused("token");
        }

        assertThat(trail.comings()).isEmpty();
        assertThat(metrics.counter("lethe.console.unrecorded").count()).isEqualTo(2);
    }
}
