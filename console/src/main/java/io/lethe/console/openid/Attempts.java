package io.lethe.console.openid;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Attempts as a browser keeps them: sealed (AES-GCM), so that any instance with the key goes on with one that another has begun. An instance
 * takes each once; the code that comes with it is good once for all of them, by the provider.
 */
public final class Attempts {

    /** For a password, a second factor, and a telephone that has to be found first. */
    public static final Duration LENGTH = Duration.ofMinutes(10);

    private static final int MOST_USED = 100_000;
    private static final JWEHeader HEADER = new JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A256GCM);

    private final byte[] key;
    private final Map<String, Instant> used = new ConcurrentHashMap<>();

    /** @param key of 256 bits, for nothing else */
    public Attempts(byte[] key) {
        this.key = key.clone();
    }

    /** What a cookie holds. */
    public String seal(Attempt attempt) {
        JWEObject sealed = new JWEObject(
                HEADER,
                new Payload(Map.of(
                        "state", attempt.state(),
                        "nonce", attempt.nonce(),
                        "verifier", attempt.verifier(),
                        "until", attempt.until().getEpochSecond())));
        try {
            sealed.encrypt(new DirectEncrypter(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
        return sealed.serialize();
    }

    /** The attempt of a cookie, for the first time; empty where it is none of ours, too old, or was taken before. */
    public Optional<Attempt> take(String cookie, Instant now) {
        Optional<Attempt> attempt = open(cookie).filter(one -> now.isBefore(one.until()));
        used.values().removeIf(until -> !now.isBefore(until));
        return attempt.filter(one -> used.size() >= MOST_USED || used.putIfAbsent(one.state(), one.until()) == null);
    }

    private Optional<Attempt> open(String cookie) {
        try {
            // Nobody else says how it is sealed.
            if (!cookie.startsWith(HEADER.toBase64URL() + ".")) {
                return Optional.empty();
            }
            JWEObject sealed = JWEObject.parse(cookie);
            sealed.decrypt(new DirectDecrypter(key));
            Map<String, Object> said = sealed.getPayload().toJSONObject();
            return Optional.of(new Attempt(
                    said(said, "state"),
                    said(said, "nonce"),
                    said(said, "verifier"),
                    Instant.ofEpochSecond(Long.parseLong(said(said, "until")))));
        } catch (ParseException | JOSEException | IllegalStateException noneOfOurs) {
            return Optional.empty();
        }
    }

    private static String said(Map<String, Object> all, String name) {
        return Objects.requireNonNull(all.get(name)).toString();
    }
}
