package io.lethe.certificate;

import io.lethe.certificate.CertifiedErasure.SystemOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chains that were signed as they should be. */
public final class SampleChain {

    public static final Instant ORDERED = Instant.parse("2031-03-02T08:00:00.125Z");
    static final CertificateSigner SIGNER = new CertificateSigner(key(1));
    static final CertificateSigner STRANGER = new CertificateSigner(key(2));

    private SampleChain() {}

    /** A private key that is no secret. */
    public static String key(int fill) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) fill);
        return Base64.getEncoder().encodeToString(seed);
    }

    public static CertifiedErasure erasure(int number, @Nullable String requestId) {
        return erasure(number, requestId, null);
    }

    public static CertifiedErasure erasure(int number, @Nullable String requestId, @Nullable String result) {
        return new CertifiedErasure(
                "subject-" + number + ".order",
                "subject-" + number,
                "retention-lapsed",
                requestId,
                ORDERED,
                number % 3 == 0 ? ORDERED : null,
                ORDERED.plusSeconds(number),
                List.of("contact-details", "\"é\\\n\u0001😀"),
                List.of(
                        new SystemOutcome("hubspot", "completed", 1, ORDERED, ORDERED.plusSeconds(number), null),
                        new SystemOutcome("linkedin", "not-found", 3, ORDERED, ORDERED, "gone long ago")),
                "2026-01",
                result);
    }

    static List<Certificate> of(String chain, int length) {
        return of(SIGNER, chain, length);
    }

    static List<Certificate> of(CertificateSigner signer, String chain, int length) {
        List<Certificate> certificates = new ArrayList<>();
        ChainHead head = ChainHead.beforeTheFirst(chain);
        for (int number = 1; number <= length; number++) {
            Certificate next = signer.sign(erasure(number, number % 2 == 0 ? null : "request-" + number), head);
            certificates.add(next);
            head = next.head();
        }
        return certificates;
    }

    static Verification verified(Collection<Certificate> certificates, ChainHead... noted) {
        ChainVerifier verifier = new ChainVerifier(new CertificateKeys(List.of(SIGNER.publicKey())), List.of(noted));
        int place = 0;
        for (Certificate certificate : certificates) {
            verifier.add(certificate, "place " + ++place);
        }
        return verifier.finish();
    }
}
