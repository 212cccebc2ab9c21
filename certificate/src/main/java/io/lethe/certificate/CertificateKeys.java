package io.lethe.certificate;

import com.google.crypto.tink.subtle.Ed25519Verify;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The public keys that a verifier trusts: the present one, and those before it where the key was changed. */
public final class CertificateKeys {

    private static final int KEY_BYTES = 32;
    private static final int ID_BYTES = 8;

    private final Map<String, Ed25519Verify> keys = new HashMap<>();

    /**
     * @param publicKeys each 32 bytes in base64
     * @throws IllegalArgumentException where one is none
     */
    public CertificateKeys(Collection<String> publicKeys) {
        for (String text : publicKeys) {
            byte[] key = decoded(text.strip());
            keys.put(idOf(key), new Ed25519Verify(key));
        }
    }

    private static byte[] decoded(String text) {
        try {
            byte[] key = Base64.getDecoder().decode(text);
            if (key.length == KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // Told below, in the same words.
        }
        throw new IllegalArgumentException("a public key is 32 bytes in base64");
    }

    /** A key is named by the beginning of its hash. */
    static String idOf(byte[] publicKey) {
        return HexFormat.of().formatHex(CertificateJson.sha256(publicKey), 0, ID_BYTES);
    }

    boolean knows(String keyId) {
        return keys.containsKey(keyId);
    }

    /** Whether the key of this id has signed these bytes, and the signature is written in the one way it is. */
    boolean hasSigned(String keyId, byte[] canonical, String signature) {
        Ed25519Verify key = keys.get(keyId);
        if (key == null) {
            return false;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(signature);
            key.verify(bytes, canonical);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(signature);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether a certificate is as it was when one of these keys signed it. */
    public boolean haveSigned(Certificate certificate) {
        return unsoundness(certificate) == null;
    }

    /** What is wrong with a certificate by itself; null where nothing is. */
    ChainFinding.@Nullable Kind unsoundness(Certificate certificate) {
        byte[] canonical;
        try {
            canonical = CertificateJson.canonical(certificate);
        } catch (IllegalArgumentException e) {
            // It has no canonical form, so nobody has signed it.
            return ChainFinding.Kind.CHANGED;
        }
        if (!CertificateJson.hash(canonical).equals(certificate.hash())) {
            return ChainFinding.Kind.CHANGED;
        }
        if (!knows(certificate.keyId())) {
            return ChainFinding.Kind.UNKNOWN_KEY;
        }
        return hasSigned(certificate.keyId(), canonical, certificate.signature())
                ? null
                : ChainFinding.Kind.WRONG_SIGNATURE;
    }
}
