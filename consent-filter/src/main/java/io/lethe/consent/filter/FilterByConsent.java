package io.lethe.consent.filter;

import io.lethe.consent.ConsentHistory;
import io.lethe.consent.ConsentStatus;
import io.lethe.policy.LegalBasis;
import io.lethe.policy.PolicyCalendar;
import io.lethe.policy.Purpose;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Forwards a record, or tells why not. */
final class FilterByConsent<V> implements FixedKeyProcessor<String, V, V> {

    private final Purpose purpose;
    private final @Nullable String recipient;
    private final PolicyCalendar calendar;
    private final Consumer<DropReason> dropped;
    private @Nullable FixedKeyProcessorContext<String, V> context;
    private @Nullable KeyValueStore<String, KnownChoices> store;

    FilterByConsent(
            Purpose purpose, @Nullable String recipient, PolicyCalendar calendar, Consumer<DropReason> dropped) {
        this.purpose = purpose;
        this.recipient = recipient;
        this.calendar = calendar;
        this.dropped = dropped;
    }

    @Override
    public void init(FixedKeyProcessorContext<String, V> context) {
        this.context = context;
        this.store = context.getStateStore(ConsentFilter.STORE);
    }

    @Override
    public void process(FixedKeyRecord<String, V> record) {
        reasonToDrop(record.key(), Instant.ofEpochMilli(record.timestamp()))
                .ifPresentOrElse(dropped, () -> Objects.requireNonNull(context).forward(record));
    }

    private Optional<DropReason> reasonToDrop(@Nullable String subjectId, Instant time) {
        if (!stopsForRestriction(purpose.basis())) {
            return Optional.empty();
        }
        if (subjectId == null) {
            return purpose.basis().offersChoice() ? Optional.of(DropReason.NO_SUBJECT) : Optional.empty();
        }
        KnownChoices known =
                Objects.requireNonNullElse(Objects.requireNonNull(store).get(subjectId), KnownChoices.NONE);
        if (known.restricted()) {
            return Optional.of(DropReason.RESTRICTED);
        }
        if (!purpose.basis().offersChoice()) {
            return Optional.empty();
        }
        if (known.isForgotten(time)) {
            return Optional.of(DropReason.ERASED);
        }
        ConsentStatus status = new ConsentHistory(purpose, calendar, known.statements())
                .at(recipient, time)
                .status();
        return reasonToDrop(purpose.basis(), status);
    }

    /**
     * Whether a restriction stops the use on a legal basis. It does not stop what the law orders, such as the answer to the
     * request itself, nor what a page needs that the person is looking at.
     */
    private static boolean stopsForRestriction(LegalBasis basis) {
        return switch (basis) {
            case CONSENT, LEGITIMATE_INTEREST, CONTRACT -> true;
            case LEGAL_OBLIGATION, STRICTLY_NECESSARY -> false;
        };
    }

    /** What a status means under a legal basis: consent has to be given, a legitimate interest must not be objected to (C1). */
    static Optional<DropReason> reasonToDrop(LegalBasis basis, ConsentStatus status) {
        boolean permitted = switch (basis) {
            case CONSENT -> status.permits();
            case LEGITIMATE_INTEREST -> status != ConsentStatus.OBJECTED;
            case LEGAL_OBLIGATION, STRICTLY_NECESSARY, CONTRACT -> true;
        };
        return permitted ? Optional.empty() : Optional.of(reason(status));
    }

    private static DropReason reason(ConsentStatus status) {
        return switch (status) {
            case REFUSED -> DropReason.REFUSED;
            case WITHDRAWN -> DropReason.WITHDRAWN;
            case EXPIRED -> DropReason.EXPIRED;
            case INVALIDATED -> DropReason.INVALIDATED;
            case OBJECTED -> DropReason.OBJECTED;
            case UNKNOWN, GIVEN, RENEWED -> DropReason.UNKNOWN;
        };
    }
}
