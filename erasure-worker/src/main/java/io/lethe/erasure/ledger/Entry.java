package io.lethe.erasure.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
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

    /** When to look at it again for the first time; empty where nobody need. */
    default Optional<Instant> firstDeadline() {
        return deadlines().values().stream().min(Comparator.naturalOrder());
    }

    /** Whether the identifier is still needed. */
    boolean open();

    /** Whether it may turn out that the order was finished long ago. */
    default boolean undecided() {
        return false;
    }

    /** The systems that wait for an operator, and since when; an order as a whole stands under {@link #WHOLE_ORDER}. */
    default Map<String, Instant> withPerson() {
        return Map.of();
    }

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

        /** Since its deadline, at which it was escalated. */
        @Override
        public Map<String, Instant> withPerson() {
            return escalated ? Map.of(WHOLE_ORDER, dueAt) : Map.of();
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
     * @param acts what operators have decided on it, in their order
     */
    record Deferred(Order order, Instant until, List<Act> acts) implements Entry {

        private static final Comparator<Order> IN_TURN =
                Comparator.comparing(Order::orderedAt).thenComparing(Order::orderId);

        public Deferred {
            acts = List.copyOf(acts);
        }

        Deferred with(List<Act> all) {
            return new Deferred(order, until, all);
        }

        /** Whether another order of the subject was given after this one, and has to wait for its turn: recipients are told in that order. */
        public boolean goesBefore(Order other) {
            return IN_TURN.compare(order, other) < 0;
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
            return Map.of(WHOLE_ORDER, until);
        }

        @Override
        public boolean open() {
            return true;
        }

        @Override
        public boolean undecided() {
            return true;
        }
    }

    /**
     * Operators have decided on an order that has not been read.
     *
     * @param acts in their order; at least one
     * @param until for how long the order is waited for
     */
    record Expected(String orderId, String subjectId, List<Act> acts, Instant until) implements Entry {

        public Expected {
            acts = List.copyOf(acts);
        }

        Expected until(Instant later) {
            return new Expected(orderId, subjectId, acts, later);
        }

        /** Not known yet; it was ordered before anybody decided on it. */
        @Override
        public Instant orderedAt() {
            return acts.getFirst().at();
        }

        @Override
        public Map<String, Instant> deadlines() {
            return Map.of(WHOLE_ORDER, until);
        }

        @Override
        public boolean open() {
            return true;
        }

        @Override
        public boolean undecided() {
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

        /** Asked for twice for each answer, and therefore without a map. */
        @Override
        public Optional<Instant> firstDeadline() {
            Instant first = null;
            for (Command command : commands) {
                Instant nextAt = command.nextAt();
                if (nextAt != null && (first == null || nextAt.isBefore(first))) {
                    first = nextAt;
                }
            }
            return Optional.ofNullable(first);
        }

        @Override
        public boolean open() {
            return true;
        }

        /** How many systems still owe something. */
        public int owing() {
            return (int) commands.stream()
                    .filter(command -> !command.state().settled())
                    .count();
        }

        /** The systems whose command waits for its turn, and since when. */
        public Map<String, Instant> queued() {
            Map<String, Instant> queued = Map.of();
            for (Command command : commands) {
                if (command.state() == CommandState.QUEUED) {
                    queued = queued.isEmpty() ? new TreeMap<>() : queued;
                    queued.put(command.system(), command.changedAt());
                }
            }
            return queued;
        }

        /** Asked for twice for each answer: most orders have none, and need no map. */
        @Override
        public Map<String, Instant> withPerson() {
            Map<String, Instant> waiting = Map.of();
            for (Command command : commands) {
                if (command.state().withPerson()) {
                    waiting = waiting.isEmpty() ? new TreeMap<>() : waiting;
                    waiting.put(command.system(), command.changedAt());
                }
            }
            return waiting;
        }

        /** The systems that have a command, and are to answer. */
        public Set<String> inFlight() {
            return commands.stream()
                    .filter(Command::isInFlight)
                    .map(Command::system)
                    .collect(Collectors.toSet());
        }

        public Optional<Command> command(String system) {
            for (Command one : commands) {
                if (one.system().equals(system)) {
                    return Optional.of(one);
                }
            }
            return Optional.empty();
        }

        Running with(Command changed) {
            List<Command> after = new ArrayList<>(commands.size());
            for (Command one : commands) {
                after.add(one.system().equals(changed.system()) ? changed : one);
            }
            return new Running(order, dueAt, after);
        }
    }

    /**
     * All is settled. What is left recognises late acknowledgements and repeated orders.
     *
     * @param state in which it ended
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
            OrderState state,
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
                OrderState state,
                List<String> systems,
                Instant dropAt) {
            this(orderId, subjectId, orderedAt, finishedAt, state, systems, dropAt, null, null);
        }

        Finished droppedAt(Instant later) {
            return new Finished(orderId, subjectId, orderedAt, finishedAt, state, systems, later, was, forgottenAt);
        }

        Finished forgotten(Instant at) {
            return new Finished(orderId, subjectId, orderedAt, finishedAt, state, systems, dropAt, null, at);
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
