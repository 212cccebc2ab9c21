package io.lethe.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxClockTest {

    private static final Instant REAL = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant SANDBOX = Instant.parse("2031-06-01T12:00:00Z");

    @Test
    void runs_at_the_real_pace_from_where_it_was_set(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("clock");
        SandboxClock.set(file, SANDBOX, InstantSource.fixed(REAL));

        SandboxClock anHourLater = new SandboxClock(file, InstantSource.fixed(REAL.plus(1, ChronoUnit.HOURS)));

        assertThat(anHourLater.instant()).isEqualTo(SANDBOX.plus(1, ChronoUnit.HOURS));
    }

    @Test
    void never_goes_backwards_when_the_real_clock_does(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("clock");
        SandboxClock.set(file, SANDBOX, InstantSource.fixed(REAL));
        Instant[] real = {REAL};
        SandboxClock clock = new SandboxClock(file, () -> real[0]);
        Instant before = clock.instant();

        real[0] = REAL.minus(1, ChronoUnit.HOURS);

        assertThat(clock.instant()).isEqualTo(before);
    }

    @Test
    void fails_where_its_file_makes_no_sense(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("clock"), "noon");

        assertThatThrownBy(() -> new SandboxClock(file, InstantSource.fixed(REAL)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("must hold two instants");
    }
}
