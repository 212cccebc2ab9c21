package io.lethe.identity;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns identifiers into subject ids: HMAC-SHA-256 with a secret pepper over the kind and the normalised identifier,
 * base64url, 43 characters. The same identifier always has the same id; without the pepper nobody can tell which, not even
 * by trying all addresses there are. Changing the pepper makes everybody a stranger: it is never rotated.
 */
public final class SubjectIds {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int LEAST_BYTES = 32;

    private final Mac keyed;

    /**
     * @param pepper at least 32 bytes
     * @throws IllegalArgumentException where it is shorter
     */
    public SubjectIds(byte[] pepper) {
        if (pepper.length < LEAST_BYTES) {
            throw new IllegalArgumentException("the pepper must have at least " + LEAST_BYTES + " bytes");
        }
        try {
            keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(pepper, ALGORITHM));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** The subject that an identifier belongs to. */
    public String of(Identifier identifier) {
        Mac mac = copyOfKeyed();
        mac.update(identifier.kind().id().getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
        byte[] digest = mac.doFinal(identifier.value().getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }

    /**
     * What only who has the pepper can work out from some texts, for another use than ids; base64url, 43 characters.
     *
     * @param use what it is for, which is no kind of identifier: digests for different uses have nothing to do with each other
     * @param texts none of which holds the character U+0000
     */
    public String digest(String use, String... texts) {
        Mac mac = copyOfKeyed();
        mac.update(use.getBytes(StandardCharsets.UTF_8));
        for (String text : texts) {
            mac.update((byte) 0);
            mac.update(text.getBytes(StandardCharsets.UTF_8));
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal());
    }

    /** A {@link Mac} is not safe for use by several threads; copying the keyed one is cheaper than keying another. */
    private Mac copyOfKeyed() {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's " + ALGORITHM + " can be cloned", e);
        }
    }
}
