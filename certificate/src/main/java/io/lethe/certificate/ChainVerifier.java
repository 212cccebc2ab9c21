package io.lethe.certificate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Verifies chains of certificates, given one after the other in the order in which they stand (E4). It needs nothing but the public keys, and
 * the heads that were noted earlier where there are any.
 */
public final class ChainVerifier {

    private final CertificateKeys keys;
    private final Map<String, ChainHistory> chains = new TreeMap<>();
    private final List<ChainFinding> findings = new ArrayList<>();
    private long certificates;

    public ChainVerifier(CertificateKeys keys, Collection<ChainHead> noted) {
        this.keys = keys;
        noted.forEach(head -> chain(head.chain()).note(head));
    }

    /**
     * The next certificate.
     *
     * @param where it stands, for the findings
     */
    public void add(Certificate certificate, String where) {
        certificates++;
        if (certificate.isBare()) {
            findings.add(ChainFinding.at(ChainFinding.Kind.UNSIGNED, certificate, where));
            return;
        }
        ChainFinding.Kind unsound = keys.unsoundness(certificate);
        if (unsound == null) {
            chain(certificate.chain()).add(certificate, where);
        } else {
            chain(certificate.chain()).unsound(ChainFinding.at(unsound, certificate, where));
        }
    }

    /** Something that is no certificate stands where one should. */
    public void unreadable(String where) {
        findings.add(new ChainFinding(ChainFinding.Kind.UNREADABLE, "", 0, 0, where));
    }

    /** What came of all of them. */
    public Verification finish() {
        List<Verification.Chain> found = new ArrayList<>();
        List<ChainFinding> all = new ArrayList<>(findings);
        chains.values().forEach(chain -> {
            all.addAll(chain.finish());
            found.add(chain.summary());
        });
        return new Verification(found, certificates, all);
    }

    private ChainHistory chain(String name) {
        return chains.computeIfAbsent(name, ChainHistory::new);
    }
}
