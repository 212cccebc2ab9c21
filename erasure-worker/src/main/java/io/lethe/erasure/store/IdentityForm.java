package io.lethe.erasure.store;

import io.lethe.erasure.ledger.KnownIdentity;
import io.lethe.erasure.ledger.KnownIdentity.Held;
import io.lethe.erasure.stored.StoredIdentifier;
import io.lethe.erasure.stored.StoredIdentity;
import io.lethe.policy.IdentifierKind;
import io.lethe.streams.stores.StoredForm;
import java.time.Instant;
import org.apache.kafka.common.serialization.Serde;

/** How subjects stand in their store: identifiers under seal, as they came. */
final class IdentityForm {

    /** How many versions there were before the present one. */
    private static final int OLDER = 1;

    static final StoredForm<StoredIdentity> FORM =
            new StoredForm<>(StoredIdentity.class, StoredForm.older("identity", OLDER));

    private IdentityForm() {}

    static Serde<Remembered> serde() {
        return FORM.serde(IdentityForm::toStored, IdentityForm::fromStored);
    }

    static StoredIdentity toStored(Remembered remembered) {
        Held held = remembered.identity().held();
        Instant cut = remembered.identity().forgottenUpTo();
        return new StoredIdentity(
                held == null
                        ? null
                        : new StoredIdentifier(
                                held.eventId(),
                                held.kind().name(),
                                held.sealed().duplicate(),
                                held.seenAt().toEpochMilli(),
                                held.receivedAt().toEpochMilli()),
                cut == null ? null : cut.toEpochMilli(),
                remembered.orders());
    }

    static Remembered fromStored(StoredIdentity stored) {
        StoredIdentifier held = stored.getHeld();
        Long cut = stored.getForgottenUpTo();
        return new Remembered(
                new KnownIdentity(
                        held == null
                                ? null
                                : new Held(
                                        held.getEventId(),
                                        IdentifierKind.valueOf(held.getKind()),
                                        held.getSealed(),
                                        Instant.ofEpochMilli(held.getSeenAt()),
                                        Instant.ofEpochMilli(held.getReceivedAt())),
                        cut == null ? null : Instant.ofEpochMilli(cut)),
                stored.getOrders());
    }
}
