package io.lethe.erasure.topology;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands until it is turned. */
final class TurnableClock implements InstantSource {

    private Instant now;
    private boolean broken;

    TurnableClock(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        if (broken) {
            throw new IllegalStateException("the clock is broken");
        }
        return now;
    }

    void breakDown() {
        broken = true;
    }

    void turn(Duration by) {
        now = now.plus(by);
    }

    void turnTo(Instant instant) {
        now = instant;
    }
}
