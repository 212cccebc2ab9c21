package io.lethe.identity;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.lethe.policy.IdentifierKind;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * Encrypts identifiers wherever the pipeline keeps them for itself (AES-256-GCM). The key set can be rotated: the primary
 * key seals, every key of the set opens. The subject id is the associated data, so that a sealed identifier put under
 * another subject does not open.
 */
public final class IdentifierSeal {

    private final Aead aead;

    /**
     * @param keySet a Tink key set in JSON
     * @throws IllegalArgumentException where it is none
     */
    public IdentifierSeal(String keySet) {
        try {
            AeadConfig.register();
            aead = TinkJsonProtoKeysetFormat.parseKeyset(keySet, InsecureSecretKeyAccess.get())
                    .getPrimitive(RegistryConfiguration.get(), Aead.class);
        } catch (GeneralSecurityException e) {
            // Without the cause: its message can repeat a part of the key set.
            throw new IllegalArgumentException("is not a key set for AEAD in Tink's JSON form");
        }
    }

    /** A new key set of one key, in JSON, to be kept in a file that only the services can read. */
    public static String newKeySet() {
        try {
            AeadConfig.register();
            return TinkJsonProtoKeysetFormat.serializeKeyset(
                    KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is part of the library", e);
        }
    }

    public byte[] seal(String subjectId, Identifier identifier) {
        try {
            return aead.encrypt(identifier.value().getBytes(StandardCharsets.UTF_8), associated(subjectId));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an identifier could not be sealed", e);
        }
    }

    /**
     * @throws GeneralSecurityException where no key of the set opens it, or it was sealed for another subject
     */
    public Identifier open(String subjectId, IdentifierKind kind, byte[] sealed) throws GeneralSecurityException {
        return Identifier.sealed(kind, new String(aead.decrypt(sealed, associated(subjectId)), StandardCharsets.UTF_8));
    }

    private static byte[] associated(String subjectId) {
        return subjectId.getBytes(StandardCharsets.UTF_8);
    }
}
