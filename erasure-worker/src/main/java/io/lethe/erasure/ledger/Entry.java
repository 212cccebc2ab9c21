package io.lethe.erasure.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the ledger holds of an order. */
public sealed interface Entry {

    /** Deadlines of an order as a whole stand under this in the place of a system. */
    String WHOLE_ORDER = "";

    String orderId();

    String subjectId();

    Instant orderedAt();

    /** When to look at it again, by system. */
    Map<String, Instant> deadlines();

    /** Whether the identifier is still needed. */
    boolean open();

    /** No identifier is known yet; nobody could be told whom to delete. */
    record Waiting(Order order, Instant dueAt, boolean escalated) implements Entry {

        Waiting escalate() {
            return new Waiting(order, dueAt, true);
        }

        @Override
        public String orderId() {
            return order.orderId();
        }

        @Override
        public String subjectId() {
            return order.subjectId();
        }

        @Override
        public Instant orderedAt() {
            return order.orderedAt();
        }

        @Override
        public Map<String, Instant> deadlines() {
            return escalated ? Map.of() : Map.of(WHOLE_ORDER, dueAt);
        }

        @Override
        public boolean open() {
            return true;
        }
    }

    /**
     * It came out of a backlog, as all orders do in a rebuild: whether it was carried out long ago is told by its
     * certificate, which may still be to be read.
     *
     * @param until when to go on with it
     */
    record Deferred(Order order, Instant until) implements Entry {

        @Override
        public String orderId() {
            return order.orderId();
        }

        @Override
        public String subjectId() {
            return order.subjectId();
        }

        @Override
        public Instant orderedAt() {
            return order.orderedAt();
        }

        @Override
        public Map<String, Instant> deadlines() {
            return Map.of(WHOLE_ORDER, until);
        }

        @Override
        public boolean open() {
            return true;
        }
    }

    /** Commands are out, and at least one is not settled. */
    record Running(Order order, Instant dueAt, List<Command> commands) implements Entry {

        public Running {
            commands = List.copyOf(commands);
        }

        @Override
        public String orderId() {
            return order.orderId();
        }

        @Override
        public String subjectId() {
            return order.subjectId();
        }

        @Override
        public Instant orderedAt() {
            return order.orderedAt();
        }

        @Override
        public Map<String, Instant> deadlines() {
            Map<String, Instant> deadlines = new TreeMap<>();
            for (Command command : commands) {
                Instant nextAt = command.nextAt();
                if (nextAt != null) {
                    deadlines.put(command.system(), nextAt);
                }
            }
            return deadlines;
        }

        @Override
        public boolean open() {
            return true;
        }

        Running with(Command changed) {
            return new Running(
                    order,
                    dueAt,
                    commands.stream()
                            .map(one -> one.system().equals(changed.system()) ? changed : one)
                            .toList());
        }
    }

    /**
     * All is settled. What is left recognises late acknowledgements and repeated orders.
     *
     * @param systems those that had a command
     * @param dropAt when even this is forgotten
     * @param was how it stood at the end, as long as that has to be told once more; null once it need not
     * @param forgottenAt when the pipeline's own copies of the identifier were gone (E5); null before
     */
    record Finished(
            String orderId,
            String subjectId,
            Instant orderedAt,
            Instant finishedAt,
            List<String> systems,
            Instant dropAt,
            @Nullable Running was,
            @Nullable Instant forgottenAt)
            implements Entry {

        public Finished {
            systems = List.copyOf(systems);
        }

        /** Of which nothing has to be told. */
        public Finished(
                String orderId,
                String subjectId,
                Instant orderedAt,
                Instant finishedAt,
                List<String> systems,
                Instant dropAt) {
            this(orderId, subjectId, orderedAt, finishedAt, systems, dropAt, null, null);
        }

        Finished droppedAt(Instant later) {
            return new Finished(orderId, subjectId, orderedAt, finishedAt, systems, later, was, forgottenAt);
        }

        Finished forgotten(Instant at) {
            return new Finished(orderId, subjectId, orderedAt, finishedAt, systems, dropAt, null, at);
        }

        @Override
        public Map<String, Instant> deadlines() {
            return Map.of(WHOLE_ORDER, dropAt);
        }

        @Override
        public boolean open() {
            return false;
        }
    }
}
