package io.lethe.consent.filter;

import io.lethe.consent.Statement;
import io.lethe.consent.wire.StatementFromWire;
import io.lethe.consent.wire.WireWords;
import io.lethe.policy.Policy;
import io.lethe.policy.Verb;
import io.lethe.schemas.ConsentChange;
import io.lethe.schemas.ConsentState;
import io.lethe.schemas.ConsentStatement;
import io.lethe.schemas.Correction;
import io.lethe.schemas.ErasureOrder;
import java.util.List;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Keeps what each subject said, and whether it may be used at all, and forgets it with the order to. A record whose key is not the subject it speaks of says nothing. */
final class KeepChoices<V extends SpecificRecord> implements Processor<String, V, Void, Void> {

    private final Policy policy;
    private @Nullable KeyValueStore<String, KnownChoices> store;

    KeepChoices(Policy policy) {
        this.policy = policy;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        store = context.getStateStore(ConsentFilter.STORE);
    }

    @Override
    public void process(Record<String, V> record) {
        KeyValueStore<String, KnownChoices> choices = Objects.requireNonNull(store);
        String subjectId = record.key();
        if (subjectId == null) {
            return;
        }
        KnownChoices before = Objects.requireNonNullElse(choices.get(subjectId), KnownChoices.NONE);
        // Of all topics read the state alone has tombstones: of a subject that is erased nothing is restricted.
        KnownChoices after =
                record.value() == null ? before.restricted(false) : after(before, subjectId, record.value());
        if (!after.equals(before)) {
            choices.put(subjectId, after);
        }
    }

    private KnownChoices after(KnownChoices before, String subjectId, SpecificRecord value) {
        return switch (value) {
            case ConsentStatement it
            when it.getSubjectId().equals(subjectId) ->
                before.with(ChoicesForm.plain(StatementFromWire.of(it)), policy);
            case ConsentChange it when it.getSubjectId().equals(subjectId) -> changed(before, it);
            case ConsentState it when it.getSubjectId().equals(subjectId) -> before.restricted(it.getRestricted());
            case ErasureOrder it when it.getSubjectId().equals(subjectId) -> before.forgettingUpTo(it.getOrderedAt());
            // Whoever is known by that address since has said nothing of it (G7).
            case Correction it
            when it.getSubjectId().equals(subjectId) ->
                before.forgettingUpTo(WireWords.time(it.getOccurredAt(), it.getReceivedAt()));
            default -> before;
        };
    }

    /**
     * A withdrawal or an objection that went through the rights desk is told as a change, and by no statement (ADR 79). Of changes only
     * those that protect are taken, unless the statement behind one is known.
     */
    private KnownChoices changed(KnownChoices before, ConsentChange it) {
        Verb verb = switch (it.getTo()) {
            case REFUSED -> Verb.REFUSED;
            case WITHDRAWN -> Verb.WITHDRAWN;
            case OBJECTED -> Verb.OBJECTED;
            case UNKNOWN, GIVEN, RENEWED, EXPIRED, INVALIDATED, UNRECOGNISED -> null;
        };
        String eventId = it.getEventId();
        if (verb == null || eventId == null) {
            return before;
        }
        Statement.Choice choice = new Statement.Choice(it.getPurpose(), it.getRecipient(), verb);
        return before.says(eventId, it.getEffectiveAt(), choice)
                ? before
                : before.with(
                        new Statement(
                                eventId,
                                it.getEffectiveAt(),
                                it.getEffectiveAt(),
                                "",
                                List.of(choice),
                                ChoicesForm.proof(it.getPolicyVersion())),
                        policy);
    }
}
