package io.lethe.identity;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.lethe.policy.IdentifierKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * Encrypts identifiers wherever the pipeline keeps them for itself (AES-256-GCM). The key set can be rotated: the primary
 * key seals, every key of the set opens. The subject id is the associated data, so that a sealed identifier put under
 * another subject does not open.
 */
public final class IdentifierSeal {

    /** What a key of Tink's own form puts before what it has sealed: this, and its id. */
    private static final byte TINK = 1;

    private volatile Keys keys;

    private record Keys(Aead aead, int primary, int size) {}

    /**
     * @param keySet a Tink key set in JSON
     * @throws IllegalArgumentException where it is none
     */
    public IdentifierSeal(String keySet) {
        keys = read(keySet);
    }

    /**
     * Goes on with another key set, which has to open whatever is still sealed with the former one.
     *
     * @throws IllegalArgumentException where it is none; the former one stays
     */
    public void replace(String keySet) {
        keys = read(keySet);
    }

    /** Which key seals; no secret. */
    public int primaryKey() {
        return keys.primary();
    }

    /** How many keys there are. */
    public int size() {
        return keys.size();
    }

    /** Whether it was sealed by the key that seals now. */
    public boolean isCurrent(byte[] sealed) {
        return sealed.length > Integer.BYTES
                && sealed[0] == TINK
                && ByteBuffer.wrap(sealed, 1, Integer.BYTES).getInt() == keys.primary();
    }

    private static Keys read(String keySet) {
        try {
            AeadConfig.register();
            KeysetHandle handle = TinkJsonProtoKeysetFormat.parseKeyset(keySet, InsecureSecretKeyAccess.get());
            return new Keys(
                    handle.getPrimitive(RegistryConfiguration.get(), Aead.class),
                    handle.getPrimary().getId(),
                    handle.size());
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
            return keys.aead().encrypt(identifier.value().getBytes(StandardCharsets.UTF_8), associated(subjectId));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an identifier could not be sealed", e);
        }
    }

    /**
     * @throws GeneralSecurityException where no key of the set opens it, or it was sealed for another subject
     */
    public Identifier open(String subjectId, IdentifierKind kind, byte[] sealed) throws GeneralSecurityException {
        return Identifier.sealed(
                kind, new String(keys.aead().decrypt(sealed, associated(subjectId)), StandardCharsets.UTF_8));
    }

    private static byte[] associated(String subjectId) {
        return subjectId.getBytes(StandardCharsets.UTF_8);
    }
}
