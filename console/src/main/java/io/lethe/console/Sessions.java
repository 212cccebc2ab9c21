package io.lethe.console;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who has come in. A session is a signed text in a cookie: nothing is kept of it here, so it outlasts a restart, and holds at each
 * instance that has the key. What was ended before its time is kept until that has come.
 */
final class Sessions {

    /** A working day. */
    static final Duration LENGTH = Duration.ofHours(9);

    private static final int MOST_ENDED = 100_000;
    private static final int NONCE_BYTES = 16;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Somebody's session.
     *
     * @param user the name
     * @param roles of whom a provider has vouched for, for as long as the session; empty where the file of users says them
     * @param nonce which of their sessions
     */
    record Session(String user, Set<ConsoleRole> roles, String nonce, Instant until) {

        Session {
            roles = Set.copyOf(roles);
        }
    }

    private final SecretKeySpec key;
    private final Map<String, Instant> ended = new ConcurrentHashMap<>();

    /** @param key at least 32 characters that nobody can guess */
    Sessions(String key) {
        if (key.length() < 32) {
            throw new IllegalArgumentException("must have at least 32 characters");
        }
        this.key = new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    /** Of a user of the file. */
    Session begin(String user, Instant now) {
        return begin(user, Set.of(), now.plus(LENGTH));
    }

    Session begin(String user, Set<ConsoleRole> roles, Instant until) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        return new Session(user, roles, BASE64.encodeToString(nonce), until);
    }

    /** What a cookie holds. */
    String write(Session session) {
        String roles = session.roles().stream().map(ConsoleRole::word).sorted().collect(Collectors.joining(","));
        String said = session.user() + "|" + session.nonce() + "|"
                + session.until().getEpochSecond() + (roles.isEmpty() ? "" : "|" + roles);
        String text = BASE64.encodeToString(said.getBytes(StandardCharsets.UTF_8));
        return text + "." + BASE64.encodeToString(sign("session", text));
    }

    /** The session of a cookie; empty where it is none of ours, over, or ended. */
    Optional<Session> read(String cookie, Instant now) {
        int dot = cookie.indexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        String text = cookie.substring(0, dot);
        try {
            byte[] signature = Base64.getUrlDecoder().decode(cookie.substring(dot + 1));
            if (!MessageDigest.isEqual(signature, sign("session", text))) {
                return Optional.empty();
            }
            String[] said = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split("\\|");
            Set<ConsoleRole> roles = said.length == 3
                    ? Set.of()
                    : Stream.of(said[3].split(",")).map(ConsoleRole::of).collect(Collectors.toUnmodifiableSet());
            Session session = new Session(said[0], roles, said[1], Instant.ofEpochSecond(Long.parseLong(said[2])));
            return now.isBefore(session.until()) && !ended.containsKey(session.nonce())
                    ? Optional.of(session)
                    : Optional.empty();
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    /** What a page of ours shows with everything it asks for to be done; another site's cannot know it. */
    String proof(Session session) {
        return BASE64.encodeToString(sign("proof", session.nonce()));
    }

    boolean proves(Session session, String shown) {
        return MessageDigest.isEqual(
                shown.getBytes(StandardCharsets.UTF_8), proof(session).getBytes(StandardCharsets.UTF_8));
    }

    void end(Session session, Instant now) {
        ended.values().removeIf(until -> !now.isBefore(until));
        if (ended.size() < MOST_ENDED) {
            ended.put(session.nonce(), session.until());
        }
    }

    /** A key of 256 bits for something else that all instances have to read. */
    byte[] keyFor(String purpose) {
        return sign("key", purpose);
    }

    private byte[] sign(String what, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal((what + ":" + text).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
