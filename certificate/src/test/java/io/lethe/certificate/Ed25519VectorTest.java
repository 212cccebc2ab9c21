package io.lethe.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Others verify with tools of their own; here with the JDK's. */
class Ed25519VectorTest {

    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    @Test
    void E4_the_public_key_is_that_of_the_first_test_vector_of_RFC_8032() {
        byte[] seed = HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

        CertificateSigner signer = new CertificateSigner(Base64.getEncoder().encodeToString(seed));

        assertThat(HexFormat.of().formatHex(Base64.getDecoder().decode(signer.publicKey())))
                .isEqualTo("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    }

    @Test
    void E4_a_certificate_is_verified_by_the_JDK_from_what_it_says() throws Exception {
        Certificate certificate = SampleChain.of("3", 1).getFirst();
        byte[] raw = Base64.getDecoder().decode(SampleChain.SIGNER.publicKey());
        byte[] encoded = new byte[X509_PREFIX.length + raw.length];
        System.arraycopy(X509_PREFIX, 0, encoded, 0, X509_PREFIX.length);
        System.arraycopy(raw, 0, encoded, X509_PREFIX.length, raw.length);
        PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        Signature signature = Signature.getInstance("Ed25519");

        signature.initVerify(key);
        signature.update(CertificateJson.canonical(certificate));

        assertThat(signature.verify(Base64.getUrlDecoder().decode(certificate.signature())))
                .isTrue();
    }
}
