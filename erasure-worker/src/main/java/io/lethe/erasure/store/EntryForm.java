package io.lethe.erasure.store;

import io.lethe.erasure.ledger.AckOutcome;
import io.lethe.erasure.ledger.Act;
import io.lethe.erasure.ledger.Cause;
import io.lethe.erasure.ledger.Command;
import io.lethe.erasure.ledger.CommandState;
import io.lethe.erasure.ledger.Entry;
import io.lethe.erasure.ledger.Entry.Deferred;
import io.lethe.erasure.ledger.Entry.Expected;
import io.lethe.erasure.ledger.Entry.Finished;
import io.lethe.erasure.ledger.Entry.Running;
import io.lethe.erasure.ledger.Entry.Waiting;
import io.lethe.erasure.ledger.Order;
import io.lethe.erasure.ledger.OrderState;
import io.lethe.erasure.ledger.SubjectKind;
import io.lethe.erasure.stored.StoredCommand;
import io.lethe.erasure.stored.StoredEntry;
import io.lethe.erasure.stored.StoredFinish;
import io.lethe.erasure.stored.StoredOrder;
import io.lethe.streams.StoredForm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/** How the ledger's entries stand in their store. */
final class EntryForm {

    /** How many versions there were before the present one. */
    private static final int OLDER = 3;

    static final StoredForm<StoredEntry> FORM = new StoredForm<>(StoredEntry.class, StoredForm.older("entry", OLDER));

    private EntryForm() {}

    static Serde<Entry> serde() {
        return FORM.serde(EntryForm::toStored, EntryForm::fromStored);
    }

    static StoredEntry toStored(Entry entry) {
        StoredEntry.Builder stored = StoredEntry.newBuilder()
                .setOrderId(entry.orderId())
                .setSubjectId(entry.subjectId())
                .setOrderedAt(entry.orderedAt());
        return switch (entry) {
            case Waiting(Order order, Instant dueAt, boolean escalated) ->
                stored.setStage("WAITING")
                        .setOpen(open(order, dueAt, escalated, List.of()))
                        .build();
            case Deferred(Order order, Instant until, List<Act> acts) ->
                stored.setStage("DEFERRED")
                        .setOpen(open(order, until, false, List.of()))
                        .setEarly(acts.isEmpty() ? null : ActForm.toStored(acts, until))
                        .build();
            case Expected expected ->
                stored.setStage("EXPECTED")
                        .setEarly(ActForm.toStored(expected.acts(), expected.until()))
                        .build();
            case Running(Order order, Instant dueAt, List<Command> commands) ->
                stored.setStage("RUNNING")
                        .setOpen(open(order, dueAt, false, commands))
                        .build();
            case Finished finished ->
                stored.setStage("FINISHED")
                        .setOpen(open(finished.was()))
                        .setFinished(StoredFinish.newBuilder()
                                .setFinishedAt(finished.finishedAt())
                                .setState(finished.state().name())
                                .setSystems(finished.systems())
                                .setDropAt(finished.dropAt())
                                .setForgottenAt(finished.forgottenAt())
                                .build())
                        .build();
        };
    }

    static Entry fromStored(StoredEntry stored) {
        return switch (stored.getStage()) {
            case "WAITING" ->
                new Waiting(
                        order(stored),
                        stored.getOpen().getDueAt(),
                        stored.getOpen().getEscalated());
            case "DEFERRED" -> new Deferred(order(stored), stored.getOpen().getDueAt(), ActForm.fromStored(stored));
            case "EXPECTED" ->
                new Expected(
                        stored.getOrderId(),
                        stored.getSubjectId(),
                        ActForm.fromStored(stored),
                        stored.getEarly().getUntil());
            case "RUNNING" -> running(stored);
            case "FINISHED" ->
                new Finished(
                        stored.getOrderId(),
                        stored.getSubjectId(),
                        stored.getOrderedAt(),
                        stored.getFinished().getFinishedAt(),
                        OrderState.valueOf(stored.getFinished().getState()),
                        stored.getFinished().getSystems(),
                        stored.getFinished().getDropAt(),
                        stored.getOpen() == null ? null : running(stored),
                        stored.getFinished().getForgottenAt());
            default -> throw new IllegalStateException("a stored entry has stage '" + stored.getStage() + "'");
        };
    }

    private static @Nullable StoredOrder open(@Nullable Running was) {
        return was == null ? null : open(was.order(), was.dueAt(), false, was.commands());
    }

    private static Running running(StoredEntry stored) {
        List<StoredCommand> open = stored.getOpen().getCommands();
        List<Command> commands = new ArrayList<>(open.size());
        for (StoredCommand one : open) {
            commands.add(fromStored(one));
        }
        return new Running(order(stored), stored.getOpen().getDueAt(), commands);
    }

    private static StoredOrder open(Order order, Instant dueAt, boolean escalated, List<Command> commands) {
        return StoredOrder.newBuilder()
                .setSubjectKind(order.subjectKind().name())
                .setCause(order.cause().name())
                .setRequestId(order.requestId())
                .setDataCategories(order.dataCategories())
                .setRecordedAt(order.recordedAt())
                .setDueAt(dueAt)
                .setEscalated(escalated)
                .setCommands(toStored(commands))
                .build();
    }

    private static Order order(StoredEntry stored) {
        StoredOrder open = stored.getOpen();
        return new Order(
                stored.getOrderId(),
                stored.getSubjectId(),
                SubjectKind.valueOf(open.getSubjectKind()),
                Cause.valueOf(open.getCause()),
                open.getRequestId(),
                open.getDataCategories(),
                stored.getOrderedAt(),
                open.getRecordedAt());
    }

    private static List<StoredCommand> toStored(List<Command> commands) {
        List<StoredCommand> stored = new ArrayList<>(commands.size());
        for (Command command : commands) {
            stored.add(toStored(command));
        }
        return stored;
    }

    /** There are many of them, and each is written with each answer: without a builder, which checks each field. */
    private static StoredCommand toStored(Command command) {
        Command.Answered answer = command.answer();
        return new StoredCommand(
                command.system(),
                command.state().name(),
                command.attempts(),
                command.reason(),
                command.issuedAt(),
                command.changedAt(),
                answer == null ? null : answer.outcome().name(),
                answer == null ? null : answer.at(),
                answer == null ? 0 : answer.attempt(),
                command.nextAt(),
                command.lastAct());
    }

    private static Command fromStored(StoredCommand stored) {
        return new Command(
                stored.getSystem(),
                CommandState.valueOf(stored.getState()),
                stored.getAttempts(),
                stored.getReason(),
                stored.getIssuedAt(),
                stored.getChangedAt(),
                stored.getAnswer() == null
                        ? null
                        : new Command.Answered(
                                AckOutcome.valueOf(stored.getAnswer()),
                                stored.getAnsweredAt(),
                                stored.getAnsweredAttempt()),
                stored.getNextAt(),
                stored.getLastAct());
    }
}
