package io.lethe.identity;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.security.GeneralSecurityException;

/**
 * The steps from one key to the next, each of which gives a key set that opens all that the one before could seal: whoever is a step behind can be
 * read, and can read.
 */
public final class KeyRotation {

    private KeyRotation() {}

    /** What a key set calls for. */
    public enum Step {
        /** It has one key: a rotation may begin with another. */
        ADD,
        /** A key was added that does not seal yet. */
        PROMOTE,
        /** The key that was added last seals; older ones only open. */
        REDUCE
    }

    /**
     * Which step may follow once whoever uses the key set has read it.
     *
     * @throws IllegalArgumentException where it is no key set
     */
    public static Step next(String keySet) {
        try {
            KeysetHandle handle = parse(keySet);
            if (handle.size() == 1) {
                return Step.ADD;
            }
            return handle.getAt(handle.size() - 1).isPrimary() ? Step.REDUCE : Step.PROMOTE;
        } catch (GeneralSecurityException e) {
            // Without the cause: its message can repeat a part of the key set.
            throw new IllegalArgumentException("is not a key set for AEAD in Tink's JSON form");
        }
    }

    /** The first step: another key, which opens and does not seal yet. */
    public static String added(String keySet) {
        try {
            KeysetHandle handle = parse(keySet);
            return text(KeysetHandle.newBuilder(handle)
                    .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                            .withRandomId()
                            .setStatus(KeyStatus.ENABLED))
                    .build());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no key can be added to it");
        }
    }

    /** The second step: the key that was added last seals. */
    public static String promoted(String keySet) {
        try {
            KeysetHandle.Builder builder = KeysetHandle.newBuilder(parse(keySet));
            builder.getAt(builder.size() - 1).makePrimary();
            return text(builder.build());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("its last key cannot be the one that seals");
        }
    }

    /** The last step, once nothing is left that another key has sealed: the one that seals is the only one. */
    public static String reduced(String keySet) {
        try {
            KeysetHandle.Builder builder = KeysetHandle.newBuilder(parse(keySet));
            for (int at = builder.size() - 1; at >= 0; at--) {
                if (!builder.getAt(at).isPrimary()) {
                    builder.deleteAt(at);
                }
            }
            return text(builder.build());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("its other keys cannot be removed");
        }
    }

    private static KeysetHandle parse(String keySet) throws GeneralSecurityException {
        AeadConfig.register();
        return TinkJsonProtoKeysetFormat.parseKeyset(keySet, InsecureSecretKeyAccess.get());
    }

    private static String text(KeysetHandle handle) throws GeneralSecurityException {
        return TinkJsonProtoKeysetFormat.serializeKeyset(handle, InsecureSecretKeyAccess.get());
    }
}
