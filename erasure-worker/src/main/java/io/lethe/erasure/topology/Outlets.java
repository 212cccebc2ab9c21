package io.lethe.erasure.topology;

import io.lethe.erasure.ledger.KnownIdentity.Held;
import io.lethe.erasure.ledger.LedgerDecision.CertificateIssued;
import io.lethe.erasure.ledger.LedgerDecision.CommandIssued;
import io.lethe.erasure.ledger.Status;
import io.lethe.identity.Identifier;
import io.lethe.identity.IdentifierSeal;
import io.lethe.schemas.DeadLetter;
import io.lethe.streams.DeadLetters;
import java.security.GeneralSecurityException;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Where the ledger's decisions go out. Records are stamped with the real time: what they tell of has its own. */
public final class Outlets {

    private final ProcessorContext<String, @Nullable SpecificRecord> context;
    private final IdentifierSeal seal;
    private final String policyVersion;

    Outlets(ProcessorContext<String, @Nullable SpecificRecord> context, IdentifierSeal seal, String policyVersion) {
        this.context = context;
        this.seal = seal;
        this.policyVersion = policyVersion;
    }

    void command(CommandIssued issued, Held held) {
        Identifier identifier;
        try {
            identifier = seal.open(issued.order().subjectId(), held.kind(), FromWire.bytes(held.sealed()));
        } catch (GeneralSecurityException e) {
            // It did open when it came in: a key that is still needed was taken out of the set.
            throw new IllegalStateException(
                    "a sealed identifier does not open any more; is a key missing from the set?", e);
        }
        send(issued.order().subjectId(), ToWire.command(issued, identifier, policyVersion), ErasureTopology.COMMANDS);
    }

    void status(Status status) {
        send(status.order().subjectId(), ToWire.status(status), ErasureTopology.STATUS);
    }

    void certificate(CertificateIssued issued) {
        send(issued.order().subjectId(), ToWire.certificate(issued, policyVersion), ErasureTopology.CERTIFICATES);
    }

    void restore(String subjectId, Held held) {
        send(subjectId, ToWire.identity(subjectId, held), ErasureTopology.IDENTITIES);
    }

    void tombstone(String subjectId, Instant cut) {
        context.forward(
                new Record<>(subjectId, null, context.currentSystemTimeMs(), CutHeader.of(cut)),
                ErasureTopology.IDENTITIES);
    }

    void deadLetter(DeadLetter letter) {
        send(DeadLetters.key(letter), letter, ErasureTopology.DEAD_LETTERS);
    }

    private void send(String key, SpecificRecord value, String outlet) {
        context.forward(new Record<>(key, value, context.currentSystemTimeMs()), outlet);
    }
}
