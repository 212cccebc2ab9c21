package io.lethe.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.subtle.Ed25519Sign;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
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

    @Test
    void E4_the_first_test_vector_of_RFC_8032_is_signed_alike_natively_and_in_Java() throws Exception {
        byte[] seed = HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        Ed25519Sign java = new Ed25519Sign(seed);

        assertThat(signatures(java, seed, new byte[0]))
                .containsOnly(
                        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                                + "d25bf5f0595bbe24655141438e7a100b");
    }

    @Property(tries = 200)
    void E4_every_text_is_signed_alike_natively_and_in_Java(
            @ForAll @Size(32) byte[] seed, @ForAll @Size(max = 3_000) byte[] text) throws Exception {
        assertThat(signatures(new Ed25519Sign(seed), seed, text)).hasSize(1);
    }

    /** Of both; of Java alone where the library is built for another machine. */
    private static Set<String> signatures(Ed25519Sign java, byte[] seed, byte[] text) throws Exception {
        Set<String> signatures = new TreeSet<>(Set.of(HexFormat.of().formatHex(java.sign(text))));
        Optional<NativeEd25519> library = NativeEd25519.like(java, seed);
        if (library.isPresent()) {
            signatures.add(HexFormat.of().formatHex(library.get().sign(text)));
        }
        return signatures;
    }

    @Test
    void E4_the_library_is_there_where_one_is_built_for_the_machine() throws Exception {
        String platform = System.getProperty("os.name").split(" ")[0] + " " + System.getProperty("os.arch");
        byte[] seed = new byte[32];

        assertThat(NativeEd25519.like(new Ed25519Sign(seed), seed).isPresent())
                .isEqualTo(Set.of("Linux amd64", "Linux aarch64", "Mac aarch64").contains(platform));
    }

    @Test
    void E4_a_library_that_signs_otherwise_than_Java_is_not_used() throws Exception {
        assertThat(NativeEd25519.like(
                        new Ed25519Sign(new byte[32]), HexFormat.of().parseHex("01".repeat(32))))
                .isEmpty();
    }
}
