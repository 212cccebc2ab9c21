package io.lethe.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.local.folder.Part;
import io.lethe.service.ServiceMain.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartsTest {

    private Instant now = Instant.parse("2026-03-02T08:00:00Z");
    private final Restarts restarts = new Restarts(() -> now);

    @Test
    void a_part_is_started_again_five_times_within_ten_minutes_each_time_after_a_longer_pause_and_then_no_more() {
        List<Duration> pauses = new ArrayList<>();
        for (int time = 1; time <= 5; time++) {
            Restarts.Again again = (Restarts.Again) restarts.after(killed(Part.RETENTION_STREAM));
            assertThat(again.time()).isEqualTo(time);
            pauses.add(again.pause());
        }
        assertThat(pauses).isSorted().doesNotHaveDuplicates();
        assertThat(pauses.getLast()).isLessThan(Duration.ofSeconds(10));

        assertThat(restarts.after(killed(Part.RETENTION_STREAM)))
                .isEqualTo(new Restarts.Never("it was started again 5 times within 10 minutes"));
    }

    @Test
    void a_start_counts_for_ten_minutes_to_the_moment() {
        for (int time = 1; time <= 5; time++) {
            restarts.after(killed(Part.BROKER));
        }

        now = now.plus(Duration.ofMinutes(10)).minusMillis(1);
        assertThat(restarts.after(killed(Part.BROKER))).isInstanceOf(Restarts.Never.class);
        now = now.plusMillis(1);
        assertThat(restarts.after(killed(Part.BROKER))).isEqualTo(new Restarts.Again(1, Duration.ofMillis(250)));
    }

    @Test
    void a_part_that_cannot_live_does_not_use_up_the_starts_of_the_others() {
        for (int time = 1; time <= 6; time++) {
            restarts.after(killed(Part.ERASURE_WORKER));
        }

        assertThat(restarts.after(killed(Part.CONSENT_INGEST))).isInstanceOf(Restarts.Again.class);
    }

    @Test
    void a_part_whose_configuration_is_wrong_is_not_started_again() {
        ChildDeath death =
                new ChildDeath(Part.CONSENT_INGEST, ExitCode.CONFIGURATION.value(), Path.of("consent-ingest.log"));

        assertThat(restarts.after(death)).isEqualTo(new Restarts.Never("starting it again would not help"));
        assertThat(death.message())
                .isEqualTo("consent-ingest ended with exit code 78 (its configuration is wrong);"
                        + " its log is consent-ingest.log");
    }

    @Test
    void a_death_says_why_where_its_exit_code_tells() {
        assertThat(killed(Part.BROKER).message())
                .isEqualTo("kafka ended with exit code 137 (signal 9); its log is a.log");
        assertThat(new ChildDeath(Part.BROKER, 3, Path.of("a.log")).message()).contains("(out of memory)");
        assertThat(new ChildDeath(Part.BROKER, 1, Path.of("a.log")).message()).contains("exit code 1;");
    }

    @Test
    void the_last_words_of_a_part_are_the_end_of_its_log(@TempDir Path folder) throws IOException {
        Path log = folder.resolve("a.log");

        assertThat(new ChildDeath(Part.BROKER, 1, log).lastWords()).contains("its log cannot be read");
        Files.writeString(log, "1\n2\n\n3\n4\n5\n6\n");
        assertThat(new ChildDeath(Part.BROKER, 1, log).lastWords()).isEqualTo("\n  | 2\n  | 3\n  | 4\n  | 5\n  | 6");
    }

    private static ChildDeath killed(Part part) {
        return new ChildDeath(part, 137, Path.of("a.log"));
    }
}
