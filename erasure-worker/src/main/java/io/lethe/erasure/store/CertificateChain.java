package io.lethe.erasure.store;

import io.lethe.certificate.Certificate;
import io.lethe.certificate.CertificateKeys;
import io.lethe.certificate.CertificateSigner;
import io.lethe.certificate.CertifiedErasure;
import java.util.List;

/** The chain of certificates of one partition (E4). Its head is stored in the transaction in which a certificate is published. */
public final class CertificateChain {

    private final String name;
    private final LedgerStores stores;
    private final CertificateSigner signer;
    private final CertificateKeys own;

    public CertificateChain(int partition, LedgerStores stores, CertificateSigner signer) {
        this.name = Integer.toString(partition);
        this.stores = stores;
        this.signer = signer;
        this.own = new CertificateKeys(List.of(signer.publicKey()));
    }

    /** The next certificate of the chain. */
    public Certificate append(CertifiedErasure erasure) {
        Certificate next = signer.sign(erasure, stores.chainHead(name));
        stores.chainHead(next.head());
        return next;
    }

    /** A certificate comes by in the topic: a ledger that was lost goes on behind what it has written. */
    public void seen(Certificate certificate) {
        if (certificate.chain().equals(name)
                && certificate.sequence() > stores.chainHead(name).sequence()
                && own.haveSigned(certificate)) {
            stores.chainHead(certificate.head());
        }
    }
}
