package io.lethe.kafka.registry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** Certificates and keys in PEM text, as key stores. Keys are PKCS #8, plain or encrypted. */
final class Pem {

    /** What protects the entries of the key stores made here: they never leave the memory. */
    static final char[] NO_PASSWORD = new char[0];

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private record Block(String label, byte[] der) {}

    private Pem() {}

    static KeyStore trustStore(String pem) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        int entry = 0;
        for (Certificate certificate : certificates(pem)) {
            store.setCertificateEntry("certificate-" + entry++, certificate);
        }
        return store;
    }

    static KeyStore keyStore(String pem, @Nullable String keyPassword) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        store.setKeyEntry(
                "key", key(pem, keyPassword), NO_PASSWORD, certificates(pem).toArray(Certificate[]::new));
        return store;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static List<Certificate> certificates(String pem) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<Certificate> certificates = new ArrayList<>();
        for (Block block : blocks(pem)) {
            if (block.label.equals("CERTIFICATE")) {
                certificates.add(factory.generateCertificate(new ByteArrayInputStream(block.der)));
            }
        }
        if (certificates.isEmpty()) {
            throw new InvalidKeyException("no certificate in it");
        }
        return certificates;
    }

    private static PrivateKey key(String pem, @Nullable String password) throws GeneralSecurityException, IOException {
        for (Block block : blocks(pem)) {
            if (block.label.equals("PRIVATE KEY")) {
                return key(new PKCS8EncodedKeySpec(block.der));
            }
            if (block.label.equals("ENCRYPTED PRIVATE KEY") && password != null) {
                EncryptedPrivateKeyInfo sealed = new EncryptedPrivateKeyInfo(block.der);
                return key(sealed.getKeySpec(SecretKeyFactory.getInstance(sealed.getAlgName())
                        .generateSecret(new PBEKeySpec(password.toCharArray()))));
            }
        }
        throw new InvalidKeyException("no PKCS #8 key in it, or an encrypted one and no password");
    }

    private static PrivateKey key(PKCS8EncodedKeySpec encoded) throws GeneralSecurityException {
        for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (GeneralSecurityException anotherAlgorithm) {
                continue;
            }
        }
        throw new InvalidKeyException("the key is neither EC, RSA nor EdDSA");
    }

    private static List<Block> blocks(String pem) {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(pem);
        while (matcher.find()) {
            byte[] base64 = matcher.group(2).replaceAll("\\s", "").getBytes(StandardCharsets.US_ASCII);
            blocks.add(new Block(matcher.group(1), Base64.getDecoder().decode(base64)));
        }
        return blocks;
    }
}
