package io.lethe.certificate;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.google.crypto.tink.subtle.Ed25519Sign;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Optional;

/**
 * Signs by AWS-LC, in a third of the time that Java takes. There is one signature for a key and a text, whoever makes it: what Java
 * signs is the measure.
 */
final class NativeEd25519 {

    private static final String EDDSA = "EdDSA";
    private static final byte[] TRIAL = {1, 2, 3};

    private final PrivateKey key;
    private final Provider provider;

    private NativeEd25519(PrivateKey key, Provider provider) {
        this.key = key;
        this.provider = provider;
    }

    /** Empty where the library does not load, because it is built for another machine or may not be put where it loads from, or does not sign as Java does. */
    static Optional<NativeEd25519> like(Ed25519Sign java, byte[] seed) {
        try {
            PrivateKey key = KeyFactory.getInstance("Ed25519", "SunEC")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
            NativeEd25519 signer = new NativeEd25519(key, AmazonCorrettoCryptoProvider.INSTANCE);
            return Arrays.equals(signer.sign(TRIAL), java.sign(TRIAL)) ? Optional.of(signer) : Optional.empty();
        } catch (GeneralSecurityException | LinkageError e) {
            return Optional.empty();
        }
    }

    /** For any thread. */
    byte[] sign(byte[] text) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(EDDSA, provider);
        signature.initSign(key);
        signature.update(text);
        return signature.sign();
    }
}
