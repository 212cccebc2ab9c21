package io.lethe.erasure.store;

import io.lethe.certificate.Certificate;
import io.lethe.certificate.CertificateKeys;
import io.lethe.certificate.CertificateSigner;
import io.lethe.certificate.CertifiedErasure;
import io.lethe.certificate.ChainHead;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The chain of certificates of one partition (E4). Others sign while the task's thread goes on; what they have signed is taken, and the head of the chain kept, before
 * the commit of all that led to it.
 */
public final class CertificateChain {

    /** Half of what the machine has: the threads that give them work have the rest. */
    private static final Executor SIGNERS = Executors.newFixedThreadPool(
            Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
            Thread.ofPlatform().daemon().name("certificate-signer-", 1).factory());

    private final String name;
    private final Function<String, ChainHead> stored;
    private final Consumer<ChainHead> store;
    private final CertificateSigner signer;
    private final CertificateKeys own;
    private final Consumer<Certificate> publish;

    /** In the order of the chain, since the last commit. */
    private final Deque<CompletableFuture<Certificate>> unsent = new ArrayDeque<>();

    /** Before all that is unsent; null where the store was not asked yet. */
    private @Nullable ChainHead head;

    private boolean isHeadStored = true;

    /** @param publish what is done with each certificate, in the order of the chain */
    public CertificateChain(
            int partition, LedgerStores stores, CertificateSigner signer, Consumer<Certificate> publish) {
        this(Integer.toString(partition), stores::chainHead, stores::chainHead, signer, publish);
    }

    /**
     * @param stored the head of a chain, as it is stored
     * @param store stores a head
     */
    CertificateChain(
            String name,
            Function<String, ChainHead> stored,
            Consumer<ChainHead> store,
            CertificateSigner signer,
            Consumer<Certificate> publish) {
        this.name = name;
        this.stored = stored;
        this.store = store;
        this.signer = signer;
        this.publish = publish;
        this.own = new CertificateKeys(List.of(signer.publicKey()));
    }

    /**
     * The next certificate of the chain is to be made.
     *
     * @param erasure is asked by another thread
     */
    public void append(Supplier<CertifiedErasure> erasure) {
        CompletableFuture<ChainHead> before = unsent.isEmpty()
                ? CompletableFuture.completedFuture(head())
                : unsent.getLast().thenApply(Certificate::head);
        unsent.add(before.thenApplyAsync(known -> signer.sign(erasure.get(), known), SIGNERS));
    }

    /**
     * Publishes what was appended, once it is signed.
     *
     * @throws java.util.concurrent.CompletionException where one could not be
     */
    public void publishAll() {
        while (!unsent.isEmpty()) {
            Certificate certificate = unsent.getFirst().join();
            publish.accept(certificate);
            // Each for itself: where the next one cannot be published now, this one is not published twice.
            unsent.removeFirst();
            head = certificate.head();
            isHeadStored = false;
        }
        if (!isHeadStored) {
            store.accept(head());
            isHeadStored = true;
        }
    }

    /** A certificate comes by in the topic: a ledger that was lost goes on behind what it has written. */
    public void seen(String chain, long sequence, Supplier<Certificate> whole) {
        if (!chain.equals(name) || sequence <= head().sequence() + unsent.size()) {
            // Nearly always: it is its own, come back.
            return;
        }
        Certificate certificate = whole.get();
        if (own.haveSigned(certificate)) {
            publishAll();
            head = certificate.head();
            store.accept(head);
        }
    }

    private ChainHead head() {
        ChainHead known = head;
        if (known == null) {
            known = stored.apply(name);
            head = known;
        }
        return known;
    }
}
