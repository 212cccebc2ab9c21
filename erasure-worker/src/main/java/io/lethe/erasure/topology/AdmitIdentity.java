package io.lethe.erasure.topology;

import io.lethe.erasure.ledger.KnownIdentity.Held;
import io.lethe.erasure.topology.Inbound.IdentityErased;
import io.lethe.erasure.topology.Inbound.IdentitySeen;
import io.lethe.identity.IdentifierSeal;
import io.lethe.schemas.DeadLetterReason;
import io.lethe.schemas.Identity;
import io.lethe.streams.DeadLetters;
import java.security.GeneralSecurityException;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** An identity, or its tombstone, as the ledger understands it. It is opened here once: one that does not open is of no use later. */
final class AdmitIdentity extends Admission<Identity> {

    private final IdentifierSeal seal;

    AdmitIdentity(IdentifierSeal seal, DeadLetters deadLetters) {
        super(deadLetters);
        this.seal = seal;
    }

    @Override
    Inbound admit(String key, Record<@Nullable String, @Nullable Identity> record) {
        Identity value = record.value();
        if (value == null) {
            return new IdentityErased(key, CutHeader.read(record.headers()).orElse(null));
        }
        Optional<Held> held = FromWire.held(value);
        if (held.isEmpty()) {
            return rejected(DeadLetterReason.RULE_BROKEN, "the identifier is of an unknown type");
        }
        if (!key.equals(value.getSubjectId()) || !opens(key, held.get())) {
            return rejected(
                    DeadLetterReason.RULE_BROKEN,
                    "the sealed identifier does not open for this subject with this key set");
        }
        return new IdentitySeen(key, held.get());
    }

    private boolean opens(String subjectId, Held held) {
        try {
            seal.open(subjectId, held.kind(), FromWire.bytes(held.sealed()));
            return true;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
