package io.lethe.erasure.topology;

import io.lethe.erasure.ledger.KnownIdentity;
import io.lethe.erasure.ledger.KnownIdentity.Held;
import io.lethe.erasure.store.LedgerStores;
import io.lethe.identity.IdentifierSeal;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/**
 * Seals anew, with the key that seals now, what an older one has sealed: once in a task's life, and whenever the key is another. When all
 * tasks are through, the older keys are of no use any more.
 */
final class Resealing {

    /** Of a tick: nobody waits for it. */
    private static final Duration WITHIN = Duration.ofMillis(20);

    private final LedgerStores stores;
    private final IdentifierSeal seal;
    private final ProcessorContext<String, @Nullable SpecificRecord> context;

    /** For how long after an older key's last seal one more is waited for: it may have been on its way. */
    private static final Duration QUIET = Duration.ofSeconds(3);

    private volatile int key;

    /** From which subject on it is to be done; null where it is done. */
    private volatile @Nullable String from = "";

    /** Whether a seal of an older key came by just now, or may. */
    private volatile boolean unquiet;

    private long lastOlderMillis;

    Resealing(LedgerStores stores, IdentifierSeal seal, ProcessorContext<String, @Nullable SpecificRecord> context) {
        this.stores = stores;
        this.seal = seal;
        this.context = context;
        this.key = seal.primaryKey();
    }

    /** Whether something may be left that an older key has sealed. For any thread. */
    boolean isUnfinished() {
        return from != null || unquiet || key != seal.primaryKey();
    }

    /** Goes on for a while. */
    void goOn() {
        if (key != seal.primaryKey()) {
            // In this order: seen from another thread it is never finished in between.
            from = "";
            olderSealSeen();
            key = seal.primaryKey();
        }
        String next = from;
        if (next != null) {
            from = stores.eachIdentity(next, WITHIN, this::reseal);
        }
        unquiet = unquiet && context.currentSystemTimeMs() - lastOlderMillis < QUIET.toMillis();
    }

    /**
     * An identity has come in and is kept, or not. One that an older key has sealed, on its way while the key became another, is the newest of its subject in the
     * topic: what is kept is written there once more, so that nothing is left that only the older key opens.
     */
    void cameIn(String subjectId, Held seen) {
        if (seal.isCurrent(FromWire.bytes(seen.sealed()))) {
            return;
        }
        olderSealSeen();
        KnownIdentity known = stores.identity(subjectId);
        Held held = known.held();
        if (held == null) {
            return;
        }
        if (seal.isCurrent(FromWire.bytes(held.sealed()))) {
            ToWire.identityRecord(subjectId, held, context.currentSystemTimeMs())
                    .forward(context);
        } else {
            reseal(subjectId, known);
        }
    }

    private void olderSealSeen() {
        lastOlderMillis = context.currentSystemTimeMs();
        unquiet = true;
    }

    private void reseal(String subjectId, KnownIdentity known) {
        Held held = known.held();
        if (held == null || seal.isCurrent(FromWire.bytes(held.sealed()))) {
            return;
        }
        try {
            byte[] sealed = seal.seal(subjectId, seal.open(subjectId, held.kind(), FromWire.bytes(held.sealed())));
            Held anew =
                    new Held(held.eventId(), held.kind(), ByteBuffer.wrap(sealed), held.seenAt(), held.receivedAt());
            stores.identity(subjectId, new KnownIdentity(anew, known.forgottenUpTo()));
            ToWire.identityRecord(subjectId, anew, context.currentSystemTimeMs())
                    .forward(context);
        } catch (GeneralSecurityException e) {
            // It did open when it came in: a key that is still needed was taken out of the set.
            throw new IllegalStateException(
                    "a sealed identifier does not open any more; is a key missing from the set?", e);
        }
    }
}
