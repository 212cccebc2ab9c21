package io.lethe.kafka.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A fresh self-signed certificate for {@code localhost} and its key, in every form the settings take. */
record Keys(Path pkcs12) {

    static final String PASSWORD = "changeit";

    private static final char[] CHARS = PASSWORD.toCharArray();

    static Keys inFile(Path file, String keyAlgorithm) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "me",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString(),
                "-keyalg",
                keyAlgorithm));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool failed");
        }
        return new Keys(file);
    }

    /** A server's context: it shows this certificate, and trusts those who show the other. */
    SSLContext serverTrusting(Keys client) throws IOException, GeneralSecurityException {
        KeyManagerFactory mine = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        mine.init(store(), CHARS);
        TrustManagerFactory theirs = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("client", client.store().getCertificate("me"));
        theirs.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(mine.getKeyManagers(), theirs.getTrustManagers(), null);
        return context;
    }

    /** The certificate alone, as a trust store. */
    Path trustStore(Path file, String type) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(type);
        trusted.load(null, null);
        trusted.setCertificateEntry("server", store().getCertificate("me"));
        try (var out = Files.newOutputStream(file)) {
            trusted.store(out, CHARS);
        }
        return file;
    }

    String certificatePem() throws IOException, GeneralSecurityException {
        return pem("CERTIFICATE", store().getCertificate("me").getEncoded());
    }

    String keyPem() throws IOException, GeneralSecurityException {
        return pem(
                "PRIVATE KEY",
                Objects.requireNonNull(store().getKey("me", CHARS).getEncoded()));
    }

    private KeyStore store() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(pkcs12)) {
            store.load(in, CHARS);
        }
        return store;
    }

    private static String pem(String label, byte[] der) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }
}
