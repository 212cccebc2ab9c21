package io.lethe.kafka;

import java.util.concurrent.TimeUnit;

/** The passing of time between attempts; tests bring their own. */
public interface Pauses {

    Pauses REAL = new Pauses() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void pause(long nanos) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(nanos);
        }
    };

    /** A reading of a clock that only goes forward. */
    long nanos();

    void pause(long nanos) throws InterruptedException;
}
