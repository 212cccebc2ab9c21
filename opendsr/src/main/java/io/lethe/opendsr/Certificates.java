package io.lethe.opendsr;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** What has to be true of a certificate before a signature by it counts. Revocation is not looked at. */
public final class Certificates {

    private static final int DNS_NAME = 2;
    private static final int DIGITAL_SIGNATURE = 0;

    private Certificates() {}

    /** Reads PEM: the signer's certificate first, then those that lead from it to an authority. */
    public static List<X509Certificate> read(byte[] pem) throws UntrustedException {
        try {
            List<X509Certificate> chain =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (chain.isEmpty()) {
                throw new UntrustedException("the certificate is empty");
            }
            return chain;
        } catch (GeneralSecurityException e) {
            throw new UntrustedException("the certificate is not an X.509 certificate in PEM");
        }
    }

    /** The authorities that this runtime trusts, as for TLS. */
    public static Set<TrustAnchor> ofTheRuntime() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .flatMap(one -> Stream.of(((X509TrustManager) one).getAcceptedIssuers()))
                    .map(one -> new TrustAnchor(one, null))
                    .collect(Collectors.toSet());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has trusted authorities", e);
        }
    }

    /**
     * The signer's certificate, if an authority that is trusted has issued it for the domain.
     *
     * @throws UntrustedException where it was not, or not for signing, or not for this time
     */
    public static X509Certificate issued(
            List<X509Certificate> chain, String domain, Set<TrustAnchor> authorities, Instant now)
            throws UntrustedException {
        X509Certificate signer = given(chain, domain, now);
        try {
            List<X509Certificate> path = chain.stream()
                    .filter(one -> !one.getSubjectX500Principal().equals(one.getIssuerX500Principal()))
                    .toList();
            PKIXParameters parameters = new PKIXParameters(authorities);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            if (path.isEmpty()) {
                throw new UntrustedException("the certificate is signed by itself");
            }
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
            return signer;
        } catch (GeneralSecurityException e) {
            throw new UntrustedException("no authority that is trusted has issued the certificate");
        }
    }

    /** The signer's certificate, for those who have it from somebody they trust: its domain, use and time still count. */
    public static X509Certificate given(List<X509Certificate> chain, String domain, Instant now)
            throws UntrustedException {
        X509Certificate signer = chain.getFirst();
        if (!signer.getPublicKey().getAlgorithm().equals("RSA")) {
            throw new UntrustedException("the certificate's key is not an RSA key");
        }
        if (now.isBefore(signer.getNotBefore().toInstant())
                || now.isAfter(signer.getNotAfter().toInstant())) {
            throw new UntrustedException("the certificate is not valid at this time");
        }
        boolean[] use = signer.getKeyUsage();
        if (use != null && !use[DIGITAL_SIGNATURE]) {
            throw new UntrustedException("the certificate is not meant for signing");
        }
        if (domains(signer).noneMatch(one -> one.equalsIgnoreCase(domain))) {
            throw new UntrustedException("the certificate is not for the processor's domain");
        }
        return signer;
    }

    /** The domain that a certificate is for: the first, where there are several. */
    public static Optional<String> domain(X509Certificate certificate) {
        return domains(certificate).findFirst();
    }

    private static Stream<String> domains(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return Objects.requireNonNullElse(names, List.<List<?>>of()).stream()
                    .filter(name -> name.get(0).equals(DNS_NAME))
                    .map(name -> String.valueOf(name.get(1)));
        } catch (CertificateParsingException e) {
            return Stream.empty();
        }
    }
}
