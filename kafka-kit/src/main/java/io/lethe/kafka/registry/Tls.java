package io.lethe.kafka.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The {@code schema.registry.ssl.*} settings as a context: a trust store and a key store, each JKS, PKCS12 or PEM. The
 * registry's certificate always has to carry its host name.
 */
final class Tls {

    private static final String PREFIX = "schema.registry.ssl.";
    private static final String TRUST = PREFIX + "truststore.";
    private static final String KEYS = PREFIX + "keystore.";

    private final Settings settings;

    private Tls(Settings settings) {
        this.settings = settings;
    }

    /** The context that the settings describe; null when they say nothing and the JDK's own trust holds. */
    static @Nullable SSLContext context(Settings settings) {
        Tls tls = new Tls(settings);
        try {
            TrustManager @Nullable [] trust = tls.trust();
            KeyManager @Nullable [] keys = tls.keys();
            if (trust == null && keys == null) {
                return null;
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            return context;
        } catch (GeneralSecurityException unusable) {
            settings.problem(PREFIX + "*", "unusable: " + unusable.getMessage());
            return null;
        }
    }

    private TrustManager @Nullable [] trust() throws GeneralSecurityException {
        KeyStore store = store(TRUST, settings.text(TRUST + "certificates"), null);
        if (store == null) {
            return null;
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private KeyManager @Nullable [] keys() throws GeneralSecurityException {
        String key = settings.text(KEYS + "key");
        String chain = settings.text(KEYS + "certificate.chain");
        String keyPassword = settings.text(PREFIX + "key.password");
        KeyStore store = store(KEYS, key == null || chain == null ? null : key + "\n" + chain, keyPassword);
        if (store == null) {
            return null;
        }
        String password = keyPassword != null ? keyPassword : settings.text(KEYS + "password");
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, isPem(KEYS) ? Pem.NO_PASSWORD : chars(password));
        return factory.getKeyManagers();
    }

    private @Nullable KeyStore store(String prefix, @Nullable String inline, @Nullable String keyPassword) {
        String location = settings.text(prefix + "location");
        if (location == null && inline == null) {
            return null;
        }
        try {
            if (isPem(prefix)) {
                String pem = inline != null ? inline : Files.readString(Path.of(String.valueOf(location)));
                return prefix.equals(TRUST) ? Pem.trustStore(pem) : Pem.keyStore(pem, keyPassword);
            }
            if (location == null) {
                settings.problem(prefix + "type", "must be PEM where certificates or keys are given in the settings");
                return null;
            }
            return load(prefix, Path.of(location));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException unreadable) {
            settings.problem(prefix + "location", "cannot be read: " + unreadable.getMessage());
            return null;
        }
    }

    private KeyStore load(String prefix, Path file) throws IOException, GeneralSecurityException {
        String type = settings.text(prefix + "type");
        KeyStore store = KeyStore.getInstance(type == null ? "JKS" : type);
        try (InputStream bytes = Files.newInputStream(file)) {
            store.load(bytes, chars(settings.text(prefix + "password")));
        }
        return store;
    }

    private boolean isPem(String prefix) {
        return "PEM".equalsIgnoreCase(settings.text(prefix + "type"));
    }

    private static char @Nullable [] chars(@Nullable String text) {
        return text == null ? null : text.toCharArray();
    }
}
