package io.lethe.opendsr;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** Signatures over bodies: RSA with SHA-256, in Base64. */
public final class Signatures {

    private static final String ALGORITHM = "SHA256withRSA";

    private Signatures() {}

    public static String of(byte[] body, PrivateKey key) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(body);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an RSA key can always sign", e);
        }
    }

    /**
     * Returns where the signature is the certificate's, over these bytes.
     *
     * @throws UntrustedException where it is not
     */
    public static void check(byte[] body, String signature, X509Certificate signer) throws UntrustedException {
        try {
            Signature verification = Signature.getInstance(ALGORITHM);
            verification.initVerify(signer.getPublicKey());
            verification.update(body);
            if (verification.verify(Base64.getDecoder().decode(signature.strip()))) {
                return;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // No signature at all: neither is the other a valid one.
        }
        throw new UntrustedException("the signature is not the processor's");
    }
}
