package io.lethe.connectors.work;

import io.lethe.kafka.Pauses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only by waiting. */
final class FakePauses implements Pauses {

    private final List<Duration> waited = new ArrayList<>();
    private long nanos = 1_000;

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public void pause(long time) {
        waited.add(Duration.ofNanos(time));
        nanos += time;
    }

    List<Duration> waited() {
        return waited;
    }
}
