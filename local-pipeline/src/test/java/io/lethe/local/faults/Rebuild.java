package io.lethe.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.schemas.ErasureOrder;
import io.lethe.schemas.ErasureState;
import io.lethe.schemas.ErasureStatus;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topics;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

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
        String application = Party.RETENTION_STREAM.label();
        // Whoever has stopped is a member still, for the time of a session.
        Bench.await()
                .until(() -> succeeds(() -> bench.admin()
                        .deleteConsumerGroups(List.of(application))
                        .all()
                        .get()));
        Set<String> changelogs = changelogs(application);
        assertThat(changelogs).isNotEmpty();
        assertThat(succeeds(() -> bench.admin().deleteTopics(changelogs).all().get()))
                .isTrue();
        Bench.await().until(() -> changelogs(application).isEmpty());
        bench.first().loseState();
        bench.toldAgain();
        bench.first().process().startAgain();
        Bench.await().until(bench.first()::isReady);
    }

    private Set<String> changelogs(String application) {
        try {
            return bench.admin().listTopics().names().get().stream()
                    .filter(name -> name.startsWith(application + "-") && name.endsWith("-changelog"))
                    .collect(Collectors.toSet());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private interface Call {
        void make() throws ExecutionException, InterruptedException;
    }

    private static boolean succeeds(Call call) {
        try {
            call.make();
            return true;
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
