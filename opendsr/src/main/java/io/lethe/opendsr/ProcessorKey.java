package io.lethe.opendsr;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** What a processor signs with, and the certificate by which others know it. */
public final class ProcessorKey {

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
