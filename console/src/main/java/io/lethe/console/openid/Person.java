package io.lethe.console.openid;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

/**
 * Somebody a provider vouches for.
 *
 * @param issuer the provider
 * @param sub what the provider calls this person, and nobody else ever (OpenID Connect Core, 2)
 * @param called what people call them, as the provider says
 * @param groups what the provider says they belong to
 */
public record Person(String issuer, String sub, String called, Set<String> groups) {

    private static final int DIGEST_BYTES = 12;
    private static final int LONGEST_NAME = 60;

    public Person {
        groups = Set.copyOf(groups);
    }

    /**
     * Who did something, as it goes on record: {@code oidc:name:digest}. No user of a token is called so, since their names have no colon, and
     * no two people are, however the provider calls them: the digest is of {@link #issuer} and {@link #sub}.
     */
    public String onRecord() {
        return "oidc:" + name() + ":" + digest();
    }

    /** As it is written where only letters, digits and . _ - are; of an address, the part that names the person. */
    private String name() {
        int at = called.indexOf('@');
        String plain = Normalizer.normalize(at > 0 ? called.substring(0, at) : called, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .replaceAll("[^A-Za-z0-9._-]+", "-")
                .replaceAll("^-+|-+$", "");
        String name = plain.substring(0, Math.min(plain.length(), LONGEST_NAME));
        return name.isEmpty() ? "someone" : name;
    }

    private String digest() {
        try {
            byte[] all =
                    MessageDigest.getInstance("SHA-256").digest((issuer + "\n" + sub).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(all, DIGEST_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Names nobody. */
    @Override
    public String toString() {
        return "somebody";
    }
}
