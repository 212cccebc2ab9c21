package io.lethe.opendsr;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Processors that are none, all of them made with {@code keytool}. Issued by the authority: {@code processor} for the domain, {@code other}
 * for another one, {@code expired}, and {@code unsigning}, which is not meant to sign. {@code self} has issued itself.
 */
public final class SampleKeys {

    public static final String DOMAIN = "opendsr.example.org";

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final KeyStore STORE = load();

    private SampleKeys() {}

    /** The authority that has issued the others. */
    public static Set<TrustAnchor> authorities() {
        return Set.of(new TrustAnchor(certificate("ca"), null));
    }

    public static ProcessorKey of(String name) {
        return ProcessorKey.of(keyPem(name), certificatePem(name));
    }

    public static X509Certificate certificate(String name) {
        try {
            return (X509Certificate) STORE.getCertificate(name);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static PrivateKey key(String name) {
        try {
            return (PrivateKey) STORE.getKey(name, PASSWORD);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String keyPem(String name) {
        return pem("PRIVATE KEY", key(name).getEncoded());
    }

    public static String certificatePem(String name) {
        try {
            return Arrays.stream(STORE.getCertificateChain(name))
                    .map(SampleKeys::pem)
                    .collect(Collectors.joining());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + what
                + "-----\n";
    }

    private static KeyStore load() {
        try (InputStream in = SampleKeys.class.getResourceAsStream("processors.p12")) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(Objects.requireNonNull(in), PASSWORD);
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
