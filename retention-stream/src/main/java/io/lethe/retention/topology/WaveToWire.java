package io.lethe.retention.topology;

import io.lethe.retention.wave.Breaker;
import io.lethe.retention.wave.Ruling;
import io.lethe.retention.wave.Wave;
import io.lethe.schemas.ErasureWave;
import io.lethe.schemas.WaveLimit;
import io.lethe.schemas.WaveState;
import io.lethe.schemas.topics.Topics;
import io.lethe.streams.Nodes;
import io.lethe.streams.Outgoing;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What operators are told of a partition's waves. */
record WaveToWire(int partition, String policyVersion) {

    private static final String WAVES = Nodes.publish(Topics.ERASURE_WAVES);

    Outgoing held(Wave wave, Breaker breaker, Instant now, long timestamp) {
        return record(wave, WaveState.HELD, breaker, null, now, timestamp);
    }

    Outgoing decided(Ruling ruling, Breaker breaker, Instant now, long timestamp) {
        WaveState state = switch (ruling.decision().verdict()) {
            case APPROVE -> WaveState.APPROVED;
            case DROP -> WaveState.DROPPED;
        };
        return record(ruling.wave(), state, breaker, ruling, now, timestamp);
    }

    Outgoing finished(Ruling ruling, Breaker breaker, Instant now, long timestamp) {
        return record(ruling.wave(), WaveState.FINISHED, breaker, ruling, now, timestamp);
    }

    private Outgoing record(
            Wave wave, WaveState state, Breaker breaker, @Nullable Ruling ruling, Instant now, long timestamp) {
        String id = partition + "." + wave.since();
        ErasureWave told = ErasureWave.newBuilder()
                .setWaveId(id)
                .setPartition(partition)
                .setState(state)
                .setLimit(WaveLimit.valueOf(wave.limit().name()))
                .setAllowed(wave.allowed())
                .setHeld(breaker.held())
                .setSettled(ruling == null ? 0 : ruling.settled())
                .setHeldSince(wave.since())
                .setDecisionId(ruling == null ? null : ruling.decision().id())
                .setDecidedBy(ruling == null ? null : ruling.decision().by())
                .setAt(now)
                .setPolicyVersion(policyVersion)
                .build();
        return new Outgoing(WAVES, id, told, timestamp);
    }
}
