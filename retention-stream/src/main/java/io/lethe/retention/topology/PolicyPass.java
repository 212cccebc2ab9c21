package io.lethe.retention.topology;

import io.lethe.policy.Policy;
import io.lethe.retention.store.PolicyMark;
import io.lethe.retention.store.PolicyStanding;
import io.lethe.retention.store.PolicyStanding.Pass;
import io.lethe.retention.store.PolicyStores;
import io.lethe.retention.store.SubjectStores;
import io.lethe.retention.subject.Subject;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task's pass over all its subjects after a change of the policy (R5), a slice each tick. The cursor is stored with what each slice
 * decided, so that whoever goes on, after a restart or on another instance, does so behind the last subject that was looked at. A policy
 * that comes while a pass is under way begins a new one.
 */
final class PolicyPass {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyPass.class);

    private final Settings settings;
    private final SubjectStores subjects;
    private final PolicyStores stores;
    private final RetentionMetrics metrics;
    private final TaskId task;

    /** As it is stored; absent until the first look, for a store may not be written to before the task runs. */
    private @Nullable PolicyStanding standing;

    /**
     * What a pass goes by.
     *
     * @param policy in force
     * @param mostATick so many subjects are looked at in one tick at most, whatever its budget
     * @param nanoTime by which the budget of a tick is spent
     */
    record Settings(PolicyMark policy, int mostATick, LongSupplier nanoTime) {

        /** What a transaction should not grow beyond; the budget of a tick is used up before, as a rule. */
        private static final int MOST_A_TICK = 2_000;

        static Settings of(Policy policy) {
            return new Settings(PolicyMark.of(policy), MOST_A_TICK, System::nanoTime);
        }
    }

    PolicyPass(Settings settings, SubjectStores subjects, ProcessorContext<?, ?> context, RetentionMetrics metrics) {
        this.settings = settings;
        this.subjects = subjects;
        this.stores = new PolicyStores(context);
        this.metrics = metrics;
        this.task = context.taskId();
    }

    boolean isUnderWay() {
        if (standing == null) {
            standing = atFirstLook(stores.standing());
        }
        return standing.pass() != null;
    }

    private PolicyStanding atFirstLook(PolicyStanding stored) {
        PolicyMark policy = settings.policy();
        if (stored.isSettledUnder(policy)) {
            return stored;
        }
        if (stored.isPassingTo(policy)) {
            LOG.info(
                    "partition {} goes on with its pass to policy {}: {} subjects were looked at",
                    task.partition(),
                    policy.version(),
                    Objects.requireNonNull(stored.pass()).looked());
            metrics.passes(task, true);
            return stored;
        }
        if (subjects.isEmpty()) {
            return put(PolicyStanding.settledUnder(policy));
        }
        LOG.info(
                "partition {} begins a pass from policy {} to policy {}: about {} subjects are to be looked at",
                task.partition(),
                stored.settled() == null ? "unknown" : stored.settled().version(),
                policy.version(),
                subjects.subjectsRoughly());
        metrics.passes(task, true);
        return put(stored.begun(policy));
    }

    /**
     * Looks at the next subjects, for as long as the budget lasts, and at one in any case.
     *
     * @param look does with a subject what a deadline that comes due does
     */
    void advance(Duration budget, Consumer<Subject> look) {
        if (!isUnderWay()) {
            return;
        }
        Pass before = Objects.requireNonNull(Objects.requireNonNull(standing).pass());
        Slice slice = new Slice(before, budget, look);
        boolean nobodyIsLeft = subjects.visitAfter(before.cursor(), slice::takes);
        metrics.lookedAt(slice.looked);
        long looked = before.looked() + slice.looked;
        if (!nobodyIsLeft) {
            standing = put(new PolicyStanding(standing.settled(), new Pass(before.policy(), slice.cursor, looked)));
            return;
        }
        LOG.info(
                "partition {} has ended its pass to policy {}: {} subjects were looked at",
                task.partition(),
                before.policy().version(),
                looked);
        metrics.passes(task, false);
        standing = put(PolicyStanding.settledUnder(before.policy()));
    }

    private PolicyStanding put(PolicyStanding changed) {
        stores.put(changed);
        return changed;
    }

    /** What is looked at in one tick. */
    private final class Slice {

        private final long started = settings.nanoTime().getAsLong();
        private final Duration budget;
        private final Consumer<Subject> look;
        private @Nullable String cursor;
        private int looked;

        Slice(Pass before, Duration budget, Consumer<Subject> look) {
            this.budget = budget;
            this.look = look;
            this.cursor = before.cursor();
        }

        /** @return whether there is time for another one */
        boolean takes(Subject subject) {
            look.accept(subject);
            cursor = subject.id();
            looked++;
            return looked < settings.mostATick() && settings.nanoTime().getAsLong() - started < budget.toNanos();
        }
    }
}
