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
import io.lethe.erasure.stored.StoredEarly;
import io.lethe.erasure.stored.StoredEntry;
import io.lethe.erasure.stored.StoredFinish;
import io.lethe.erasure.stored.StoredOrder;
import io.lethe.streams.stores.StoredForm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/** How the ledger's entries stand in their store. */
final class EntryForm {

    /** How many versions there were before the present one. */
    private static final int OLDER = 5;

    static final StoredForm<StoredEntry> FORM = new StoredForm<>(StoredEntry.class, StoredForm.older("entry", OLDER));

    private EntryForm() {}

    static Serde<Entry> serde() {
        return FORM.serde(EntryForm::toStored, EntryForm::fromStored);
    }

    static StoredEntry toStored(Entry entry) {
        return switch (entry) {
            case Waiting(Order order, Instant dueAt, boolean escalated) ->
                stored("WAITING", entry, open(order, dueAt, escalated, List.of()), null, null);
            case Deferred(Order order, Instant until, List<Act> acts) ->
                stored(
                        "DEFERRED",
                        entry,
                        open(order, until, false, List.of()),
                        null,
                        acts.isEmpty() ? null : ActForm.toStored(acts, until));
            case Expected expected ->
                stored("EXPECTED", entry, null, null, ActForm.toStored(expected.acts(), expected.until()));
            case Running(Order order, Instant dueAt, List<Command> commands) ->
                stored("RUNNING", entry, open(order, dueAt, false, commands), null, null);
            case Finished finished ->
                stored(
                        "FINISHED",
                        entry,
                        open(finished.was()),
                        new StoredFinish(
                                finished.finishedAt().toEpochMilli(),
                                finished.state().name(),
                                finished.systems(),
                                finished.dropAt().toEpochMilli(),
                                millis(finished.forgottenAt())),
                        null);
        };
    }

    private static StoredEntry stored(
            String stage,
            Entry entry,
            @Nullable StoredOrder open,
            @Nullable StoredFinish finished,
            @Nullable StoredEarly early) {
        return new StoredEntry(
                stage, entry.orderId(), entry.subjectId(), entry.orderedAt().toEpochMilli(), open, finished, early);
    }

    static Entry fromStored(StoredEntry stored) {
        return switch (stored.getStage()) {
            case "WAITING" ->
                new Waiting(
                        order(stored),
                        time(stored.getOpen().getDueAt()),
                        stored.getOpen().getEscalated());
            case "DEFERRED" ->
                new Deferred(order(stored), time(stored.getOpen().getDueAt()), ActForm.fromStored(stored));
            case "EXPECTED" ->
                new Expected(
                        stored.getOrderId(),
                        stored.getSubjectId(),
                        ActForm.fromStored(stored),
                        time(stored.getEarly().getUntil()));
            case "RUNNING" -> running(stored);
            case "FINISHED" ->
                new Finished(
                        stored.getOrderId(),
                        stored.getSubjectId(),
                        time(stored.getOrderedAt()),
                        time(stored.getFinished().getFinishedAt()),
                        OrderState.valueOf(stored.getFinished().getState()),
                        stored.getFinished().getSystems(),
                        time(stored.getFinished().getDropAt()),
                        stored.getOpen() == null ? null : running(stored),
                        timeOrNull(stored.getFinished().getForgottenAt()));
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
        return new Running(order(stored), time(stored.getOpen().getDueAt()), commands);
    }

    private static StoredOrder open(Order order, Instant dueAt, boolean escalated, List<Command> commands) {
        return new StoredOrder(
                order.subjectKind().name(),
                order.cause().name(),
                order.requestId(),
                order.dataCategories(),
                order.recordedAt().toEpochMilli(),
                dueAt.toEpochMilli(),
                escalated,
                toStored(commands),
                order.policyVersion());
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
                time(stored.getOrderedAt()),
                time(open.getRecordedAt()),
                open.getPolicyVersion());
    }

    private static List<StoredCommand> toStored(List<Command> commands) {
        List<StoredCommand> stored = new ArrayList<>(commands.size());
        for (Command command : commands) {
            stored.add(toStored(command));
        }
        return stored;
    }

    /** There are many of them, and each is written with each answer: here, as above, without a builder, which checks each field. */
    private static StoredCommand toStored(Command command) {
        Command.Answered answer = command.answer();
        return new StoredCommand(
                command.system(),
                command.state().name(),
                command.attempts(),
                command.reason(),
                command.issuedAt().toEpochMilli(),
                command.changedAt().toEpochMilli(),
                answer == null ? null : answer.outcome().name(),
                answer == null ? null : answer.at().toEpochMilli(),
                answer == null ? 0 : answer.attempt(),
                millis(command.nextAt()),
                command.lastAct() == null ? null : command.lastAct().eventId(),
                command.lastAct() == null ? null : command.lastAct().by());
    }

    private static Command fromStored(StoredCommand stored) {
        return new Command(
                stored.getSystem(),
                CommandState.valueOf(stored.getState()),
                stored.getAttempts(),
                stored.getReason(),
                time(stored.getIssuedAt()),
                time(stored.getChangedAt()),
                stored.getAnswer() == null
                        ? null
                        : new Command.Answered(
                                AckOutcome.valueOf(stored.getAnswer()),
                                time(stored.getAnsweredAt()),
                                stored.getAnsweredAttempt()),
                timeOrNull(stored.getNextAt()),
                stored.getLastAct() == null ? null : new Command.Decided(stored.getLastAct(), stored.getLastActBy()));
    }

    private static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    private static Instant time(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    private static @Nullable Instant timeOrNull(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }
}
