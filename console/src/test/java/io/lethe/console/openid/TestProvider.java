package io.lethe.console.openid;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A provider of identities, without a library, that keeps to the rules: a code is good once, for who asked for it and shows it. It can be told
 * to lie in what it says of itself, in its tokens and in how they are signed.
 */
public final class TestProvider implements AutoCloseable {

    public static final String CLIENT = "lethe-console";
    public static final String SECRET = "the client's secret";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    /** How a token is signed: header, then what the header and the claims come to, then the whole token. */
    interface Signing {
        String sign(Map<String, Object> header, Map<String, Object> claims) throws GeneralSecurityException;
    }

    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final Map<String, Object> configuration = new ConcurrentHashMap<>();
    private final AtomicInteger keysAsked = new AtomicInteger();
    private final AtomicInteger tokensAsked = new AtomicInteger();
    private final int port;
    private final boolean isPublic;
    private volatile KeyPair keys = newKeys();
    private volatile String kid = "key-1";
    private volatile Consumer<Map<String, Object>> changed = _ -> {};
    private volatile Signing signing = this::signed;
    private volatile int padding;
    private HttpServer server;

    public TestProvider() {
        this(false);
    }

    /** @param isPublic whether clients have no secret */
    public TestProvider(boolean isPublic) {
        this.isPublic = isPublic;
        server = open(0);
        port = server.getAddress().getPort();
        configuration.putAll(Map.of(
                "issuer",
                issuer(),
                "authorization_endpoint",
                issuer() + "/authorize",
                "token_endpoint",
                issuer() + "/token",
                "jwks_uri",
                issuer() + "/keys",
                "end_session_endpoint",
                issuer() + "/leave",
                "authorization_response_iss_parameter_supported",
                true,
                "response_types_supported",
                List.of("code"),
                "subject_types_supported",
                List.of("public"),
                "id_token_signing_alg_values_supported",
                List.of("RS256", "none", "HS256")));
    }

    private HttpServer open(int where) {
        try {
            HttpServer opened = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), where), 0);
            opened.createContext(
                    "/.well-known/openid-configuration", exchange -> answer(exchange, 200, json(configuration)));
            opened.createContext("/authorize", this::authorize);
            opened.createContext("/leave", exchange -> answer(exchange, 200, "Signed out."));
            opened.createContext("/token", exchange -> {
                tokensAsked.incrementAndGet();
                token(exchange);
            });
            opened.createContext("/keys", exchange -> {
                keysAsked.incrementAndGet();
                answer(exchange, 200, json(Map.of("keys", List.of(publicKey()))));
            });
            opened.start();
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String issuer() {
        return "http://127.0.0.1:" + port;
    }

    /** What a console has to be told to use it. */
    public Map<String, String> settings(String redirect) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "LETHE_CONSOLE_OIDC_ISSUER",
                issuer(),
                "LETHE_CONSOLE_OIDC_CLIENT_ID",
                CLIENT,
                "LETHE_CONSOLE_OIDC_REDIRECT",
                redirect,
                "LETHE_CONSOLE_OIDC_ROLES",
                "{\"privacy\": [\"dpo\"], \"CN=ops,OU=it\": [\"operator\", \"viewer\"]}"));
        if (!isPublic) {
            settings.put("LETHE_CONSOLE_OIDC_CLIENT_SECRET", SECRET);
        }
        return settings;
    }

    /** What it says of itself from now on. */
    void say(String member, Object value) {
        configuration.put(member, value);
    }

    /** What its tokens say from now on, besides what they should. */
    public void vouch(Consumer<Map<String, Object>> change) {
        changed = change;
    }

    void sign(Signing other) {
        signing = other;
    }

    /** Its configuration and its tokens are so much longer than they need to be. */
    void pad(int bytes) {
        padding = bytes;
    }

    /** Another key, under another name. */
    void rotate() {
        keys = newKeys();
        kid = "key-" + UUID.randomUUID();
    }

    int keysAsked() {
        return keysAsked.get();
    }

    public int tokensAsked() {
        return tokensAsked.get();
    }

    public void goAway() {
        server.stop(0);
    }

    public void comeBack() {
        server = open(port);
    }

    /** Somebody says yes: where their browser is sent to. */
    public URI allow(URI asked) {
        Map<String, String> request = form(asked.getRawQuery());
        if (!"code".equals(request.get("response_type")) || !"S256".equals(request.get("code_challenge_method"))) {
            throw new AssertionError("an authorization code with PKCE has to be asked for");
        }
        String code = UUID.randomUUID().toString();
        codes.put(code, request);
        return back(request, "code=" + code);
    }

    /** Somebody says no. */
    public URI deny(URI asked) {
        return back(form(asked.getRawQuery()), "error=access_denied&error_description=a%20text%20of%20the%20provider");
    }

    private URI back(Map<String, String> request, String answer) {
        return URI.create(request.get("redirect_uri") + "?" + answer + "&iss=" + encoded(issuer()) + "&state="
                + encoded(String.valueOf(request.get("state"))));
    }

    private void authorize(HttpExchange exchange) throws IOException {
        URI asked = exchange.getRequestURI();
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
        answer(
                exchange,
                200,
                "<!doctype html><html lang=en><title>Provider</title><h1>Who are you?</h1><p><a id=allow href=\"%s\">Allow</a> <a id=deny href=\"%s\">Deny</a>"
                        .formatted(
                                allow(asked).toString().replace("&", "&amp;"),
                                deny(asked).toString().replace("&", "&amp;")));
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (!isClient(exchange, form)) {
            answer(exchange, 401, "{\"error\": \"invalid_client\"}");
            return;
        }
        @Nullable Map<String, String> asked = codes.remove(String.valueOf(form.get("code")));
        if (asked == null
                || !String.valueOf(asked.get("redirect_uri")).equals(form.get("redirect_uri"))
                || !digest(String.valueOf(form.get("code_verifier"))).equals(asked.get("code_challenge"))) {
            answer(exchange, 400, "{\"error\": \"invalid_grant\", \"error_description\": \"a text of the provider\"}");
            return;
        }
        try {
            Map<String, Object> answer =
                    new HashMap<>(Map.of("access_token", "an-access-token", "token_type", "Bearer"));
            answer.put("id_token", signing.sign(header(), claims(String.valueOf(asked.get("nonce")))));
            answer.put("padding", " ".repeat(padding));
            answer(exchange, 200, json(answer));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isClient(HttpExchange exchange, Map<String, String> form) {
        if (isPublic) {
            return CLIENT.equals(form.get("client_id"));
        }
        String name = encoded(CLIENT) + ":" + encoded(SECRET);
        return ("Basic " + Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8)))
                .equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private Map<String, Object> header() {
        return new HashMap<>(Map.of("alg", "RS256", "kid", kid, "typ", "JWT"));
    }

    private Map<String, Object> claims(String nonce) {
        Map<String, Object> claims = new HashMap<>(Map.of(
                "iss",
                issuer(),
                "sub",
                "248289761001",
                "aud",
                CLIENT,
                "iat",
                inSeconds(0),
                "exp",
                inSeconds(300),
                "nonce",
                nonce,
                "preferred_username",
                "m.dupont",
                "groups",
                List.of("privacy", "everybody")));
        changed.accept(claims);
        return claims;
    }

    /** As a token tells times. */
    static long inSeconds(long seconds) {
        return InstantSource.system().instant().getEpochSecond() + seconds;
    }

    String signed(Map<String, Object> header, Map<String, Object> claims) throws GeneralSecurityException {
        return signed(header, claims, keys.getPrivate());
    }

    static String signed(Map<String, Object> header, Map<String, Object> claims, PrivateKey with)
            throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(with);
        String text = text(header, claims);
        signature.update(text.getBytes(StandardCharsets.US_ASCII));
        return text + "." + BASE64.encodeToString(signature.sign());
    }

    /** With a secret, which who has only the public key has too. */
    static String hashed(Map<String, Object> header, Map<String, Object> claims, byte[] with)
            throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(with, "HmacSHA256"));
        String text = text(header, claims);
        return text + "." + BASE64.encodeToString(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
    }

    static String text(Map<String, Object> header, Map<String, Object> claims) {
        return encoded64(json(header)) + "." + encoded64(json(claims));
    }

    RSAPublicKey key() {
        return (RSAPublicKey) keys.getPublic();
    }

    static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    private Map<String, Object> publicKey() {
        return Map.of(
                "kty",
                "RSA",
                "use",
                "sig",
                "kid",
                kid,
                "n",
                BASE64.encodeToString(unsigned(key().getModulus())),
                "e",
                BASE64.encodeToString(unsigned(key().getPublicExponent())));
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static String digest(String verifier) {
        try {
            return BASE64.encodeToString(
                    MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static Map<String, String> form(String text) {
        return Arrays.stream(text.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(
                        pair -> URLDecoder.decode(pair[0], StandardCharsets.UTF_8),
                        pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String encoded64(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().putIfAbsent("Content-Type", List.of("application/json"));
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
