package io.lethe.erasure.store;

import io.lethe.erasure.ledger.KnownIdentity;
import io.lethe.erasure.ledger.KnownIdentity.Held;
import io.lethe.erasure.stored.StoredIdentifier;
import io.lethe.erasure.stored.StoredIdentity;
import io.lethe.policy.IdentifierKind;
import io.lethe.streams.stores.StoredForm;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;

/** How identities stand in their store: under seal, as they came. */
final class IdentityForm {

    static final StoredForm<StoredIdentity> FORM = new StoredForm<>(StoredIdentity.class, List.of());

    private IdentityForm() {}

    static Serde<KnownIdentity> serde() {
        return FORM.serde(IdentityForm::toStored, IdentityForm::fromStored);
    }

    static StoredIdentity toStored(KnownIdentity identity) {
        Held held = identity.held();
        return StoredIdentity.newBuilder()
                .setHeld(
                        held == null
                                ? null
                                : StoredIdentifier.newBuilder()
                                        .setEventId(held.eventId())
                                        .setKind(held.kind().name())
                                        .setSealed(held.sealed().duplicate())
                                        .setSeenAt(held.seenAt())
                                        .setReceivedAt(held.receivedAt())
                                        .build())
                .setForgottenUpTo(identity.forgottenUpTo())
                .build();
    }

    static KnownIdentity fromStored(StoredIdentity stored) {
        StoredIdentifier held = stored.getHeld();
        return new KnownIdentity(
                held == null
                        ? null
                        : new Held(
                                held.getEventId(),
                                IdentifierKind.valueOf(held.getKind()),
                                held.getSealed(),
                                held.getSeenAt(),
                                held.getReceivedAt()),
                stored.getForgottenUpTo());
    }
}
