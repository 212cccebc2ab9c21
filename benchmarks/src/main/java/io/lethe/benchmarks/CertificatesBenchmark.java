package io.lethe.benchmarks;

import com.google.crypto.tink.subtle.Ed25519Verify;
import io.lethe.certificate.Certificate;
import io.lethe.certificate.CertificateJson;
import io.lethe.certificate.CertificateKeys;
import io.lethe.certificate.CertificateSigner;
import io.lethe.certificate.CertifiedErasure;
import io.lethe.certificate.CertifiedErasure.SystemOutcome;
import io.lethe.certificate.ChainHead;
import io.lethe.certificate.ChainVerifier;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Certificates that an auditor verifies offline, a second, on one thread: each line of an export is read, put into its canonical form, hashed,
 * its signature verified, and its place in the chain judged. The reference is the signature alone, over the same bytes.
 */
@Command(
        name = "certificates",
        mixinStandardHelpOptions = true,
        description = "Certificates verified a second, offline; beside bare verifications of their signatures.")
final class CertificatesBenchmark implements Callable<Integer> {

    private static final int RUNS = 5;
    private static final int SYSTEMS = 6;
    private static final Instant WHEN = Instant.parse("2031-03-02T08:00:00.125Z");

    @Option(names = "--certificates", defaultValue = "20000", description = "In each run. Default: ${DEFAULT-VALUE}")
    private int count;

    private record Signed(String line, byte[] canonical, byte[] signature) {}

    @Override
    public Integer call() throws Exception {
        CertificateSigner signer = new CertificateSigner(CertificateSigner.newKey());
        List<Signed> chain = chain(signer);
        CertificateKeys keys = new CertificateKeys(List.of(signer.publicKey()));
        Ed25519Verify bare = new Ed25519Verify(Base64.getDecoder().decode(signer.publicKey()));
        // Both once before, so that no run meets code that is still being compiled.
        verified(chain, keys);
        verifiedBare(chain, bare);
        Rates rates = new Rates();
        for (int run = 0; run < RUNS; run++) {
            rates.ours(verified(chain, keys));
            rates.reference(verifiedBare(chain, bare));
        }
        System.out.printf(
                Locale.ROOT,
                "certificates: %,d of about %,d bytes, 1 thread, %d runs: %s%n",
                count,
                chain.getLast().line().length(),
                RUNS,
                rates.summary());
        return 0;
    }

    private static double verified(List<Signed> chain, CertificateKeys keys) {
        ChainVerifier verifier = new ChainVerifier(keys, List.of());
        long start = System.nanoTime();
        for (Signed each : chain) {
            verifier.add(CertificateJson.read(each.line()), "here");
        }
        boolean sound = verifier.finish().findings().isEmpty();
        double rate = perSecond(chain.size(), start);
        if (!sound) {
            throw new IllegalStateException("a sound chain was not found to be sound");
        }
        return rate;
    }

    private static double verifiedBare(List<Signed> chain, Ed25519Verify key) throws GeneralSecurityException {
        long start = System.nanoTime();
        for (Signed each : chain) {
            key.verify(each.signature(), each.canonical());
        }
        return perSecond(chain.size(), start);
    }

    private static double perSecond(int certificates, long start) {
        return certificates * (double) TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - start);
    }

    private List<Signed> chain(CertificateSigner signer) {
        List<Signed> chain = new ArrayList<>(count);
        ChainHead head = ChainHead.beforeTheFirst("0");
        for (int number = 0; number < count; number++) {
            Certificate next = signer.sign(erasure(number), head);
            chain.add(new Signed(
                    CertificateJson.line(next),
                    CertificateJson.canonical(next),
                    Base64.getUrlDecoder().decode(next.signature())));
            head = next.head();
        }
        return chain;
    }

    private static CertifiedErasure erasure(int number) {
        String subject = String.format(Locale.ROOT, "%043d", number);
        List<SystemOutcome> systems = new ArrayList<>();
        for (int system = 0; system < SYSTEMS; system++) {
            systems.add(new SystemOutcome(
                    "recipient-" + system, "completed", 1, WHEN, WHEN.plusMillis(number + system), null));
        }
        return new CertifiedErasure(
                subject + ".abcdefghijkl",
                subject,
                "retention-lapsed",
                null,
                WHEN,
                WHEN,
                WHEN.plusMillis(number),
                List.of("contact-details", "browsing"),
                systems,
                "2026-01",
                "completed");
    }
}
