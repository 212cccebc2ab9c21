package io.lethe.certificate;

import com.google.crypto.tink.subtle.Ed25519Sign;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** Gives an erasure its place in a chain and signs it (Ed25519). */
public final class CertificateSigner {

    private static final int SEED_BYTES = 32;

    private final Ed25519Sign signer;
    private final Optional<NativeEd25519> nativeSigner;
    private final String publicKey;
    private final String keyId;

    /**
     * @param key 32 random bytes in base64, the private key of Ed25519
     * @throws IllegalArgumentException where it is none; the message does not repeat it
     */
    public CertificateSigner(String key) {
        try {
            byte[] seed = seed(key);
            Ed25519Sign.KeyPair pair = Ed25519Sign.KeyPair.newKeyPairFromSeed(seed);
            signer = new Ed25519Sign(pair.getPrivateKey());
            nativeSigner = NativeEd25519.like(signer, seed);
            publicKey = Base64.getEncoder().encodeToString(pair.getPublicKey());
            keyId = CertificateKeys.idOf(pair.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 is part of the library", e);
        }
    }

    private static byte[] seed(String key) {
        try {
            byte[] seed = Base64.getDecoder().decode(key);
            if (seed.length == SEED_BYTES) {
                return seed;
            }
        } catch (IllegalArgumentException e) {
            // Told below, without the cause: its message may repeat a part of the key.
        }
        throw new IllegalArgumentException("is not 32 bytes in base64");
    }

    /** A new private key, to be kept in a file that only the service can read. */
    public static String newKey() {
        byte[] seed = new byte[SEED_BYTES];
        new SecureRandom().nextBytes(seed);
        return Base64.getEncoder().encodeToString(seed);
    }

    /** What others verify with, in base64. */
    public String publicKey() {
        return publicKey;
    }

    public String keyId() {
        return keyId;
    }

    /** The certificate that follows the head of a chain. */
    public Certificate sign(CertifiedErasure erasure, ChainHead before) {
        Certificate bare =
                new Certificate(erasure, before.chain(), before.sequence() + 1, before.hash(), keyId, "", "");
        byte[] canonical = CertificateJson.canonical(bare);
        try {
            return new Certificate(
                    erasure,
                    bare.chain(),
                    bare.sequence(),
                    bare.previousHash(),
                    keyId,
                    CertificateJson.hash(canonical),
                    Base64.getUrlEncoder().withoutPadding().encodeToString(signature(canonical)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate could not be signed", e);
        }
    }

    private byte[] signature(byte[] canonical) throws GeneralSecurityException {
        return nativeSigner.isPresent() ? nativeSigner.get().sign(canonical) : signer.sign(canonical);
    }
}
