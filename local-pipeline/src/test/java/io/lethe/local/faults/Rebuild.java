package io.lethe.local.faults;

import io.lethe.schemas.ErasureOrder;
import io.lethe.schemas.ErasureState;
import io.lethe.schemas.ErasureStatus;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topics;
import java.util.List;

/** As docs/rebuild.md says: the state is thrown away, in the folder and in the changelogs, and made anew from the topics. */
final class Rebuild {

    private final Bench bench;

    Rebuild(Bench bench) {
        this.bench = bench;
    }

    /** Says of each order that it is carried out, as the erasure worker would. */
    void endErasures() {
        bench.outputs().told();
        for (ErasureOrder order : bench.outputs().orders()) {
            bench.oracle().erased(order.getSubjectId());
            bench.inputs()
                    .send(
                            Topics.ERASURE_STATUS,
                            order.getSubjectId(),
                            ErasureStatus.newBuilder()
                                    .setOrderId(order.getOrderId())
                                    .setSubjectId(order.getSubjectId())
                                    .setCause(order.getCause())
                                    .setOrderedAt(order.getOrderedAt())
                                    .setStatus(ErasureState.COMPLETED)
                                    .setSystems(List.of())
                                    .setDueAt(bench.now())
                                    .setAt(bench.now())
                                    .build());
        }
        bench.inputs().acknowledged();
    }

    void fromTheTopics() {
        bench.first().process().stop();
        new AllOfItsOwn(bench.admin(), Party.RETENTION_STREAM.label()).delete();
        bench.first().loseState();
        bench.toldAgain();
        bench.first().process().startAgain();
        Bench.await().until(bench.first()::isReady);
    }
}
