package io.lethe.opendsr;

import io.lethe.service.Settings;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** What a processor signs with, and the certificate by which others know it. */
public final class ProcessorKey {

    private static final String KEY = "LETHE_OPENDSR_KEY";
    private static final String CERTIFICATE = "LETHE_OPENDSR_CERTIFICATE";
    private static final byte[] PROBE = "probe".getBytes(StandardCharsets.US_ASCII);

    private final PrivateKey key;
    private final String pem;
    private final String domain;

    private ProcessorKey(PrivateKey key, String pem, String domain) {
        this.key = key;
        this.pem = pem;
        this.domain = domain;
    }

    /**
     * Reads a key and its certificate.
     *
     * @param key an RSA key, PKCS #8 in PEM, not encrypted
     * @param certificate in PEM, with those that lead from it to an authority
     * @throws IllegalArgumentException where they do not fit; the message repeats nothing of the key
     */
    public static ProcessorKey of(String key, String certificate) {
        PrivateKey secret = secret(key);
        try {
            List<X509Certificate> chain = Certificates.read(certificate.getBytes(StandardCharsets.US_ASCII));
            X509Certificate signer = chain.getFirst();
            Signatures.check(PROBE, Signatures.of(PROBE, secret), signer);
            String domain = Certificates.domain(signer)
                    .orElseThrow(() -> new IllegalArgumentException("the certificate names no domain (DNS)"));
            return new ProcessorKey(secret, certificate, domain);
        } catch (UntrustedException e) {
            throw new IllegalArgumentException("key and certificate do not belong together, or are none");
        }
    }

    /** Out of {@code LETHE_OPENDSR_KEY(_FILE)} and {@code LETHE_OPENDSR_CERTIFICATE(_FILE)}; empty where neither is set. */
    public static Optional<ProcessorKey> from(Settings settings) {
        Optional<Settings.Secret> key = settings.secret(KEY);
        Optional<Settings.Secret> certificate = settings.secret(CERTIFICATE);
        if (key.isEmpty() && certificate.isEmpty()) {
            return Optional.empty();
        }
        if (key.isEmpty() || certificate.isEmpty()) {
            settings.problem((key.isEmpty() ? KEY : CERTIFICATE) + ": is missing, and the other of both is there");
            return Optional.empty();
        }
        try {
            return Optional.of(of(key.get().value(), certificate.get().value()));
        } catch (IllegalArgumentException e) {
            settings.problem(KEY + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static PrivateKey secret(String pem) {
        String base64 = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----|\\s", "");
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("is not an RSA key (PKCS #8, PEM, not encrypted)");
        }
    }

    public String sign(byte[] body) {
        return Signatures.of(body, key);
    }

    /** The domain that it signs for. */
    public String domain() {
        return domain;
    }

    /** Its certificate, for everybody. */
    public String certificate() {
        return pem;
    }
}
