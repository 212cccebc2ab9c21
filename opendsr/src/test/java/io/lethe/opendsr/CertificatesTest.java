package io.lethe.opendsr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificatesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final byte[] BODY = "a body".getBytes(StandardCharsets.UTF_8);

    @Test
    void a_certificate_of_a_trusted_authority_for_the_domain_counts() throws UntrustedException {
        X509Certificate signer =
                Certificates.issued(chain("processor"), "OpenDSR.example.org", SampleKeys.authorities(), NOW);

        assertThat(signer).isEqualTo(SampleKeys.certificate("processor"));
        assertThat(Certificates.domain(signer)).hasValue(SampleKeys.DOMAIN);
    }

    @ParameterizedTest
    @CsvSource({
        "other, not for the processor's domain",
        "expired, not valid at this time",
        "self, signed by itself",
        "unsigning, not meant for signing"
    })
    void others_do_not(String name, String why) {
        assertThatThrownBy(() -> Certificates.issued(chain(name), SampleKeys.DOMAIN, SampleKeys.authorities(), NOW))
                .isInstanceOf(UntrustedException.class)
                .hasMessageContaining(why);
    }

    @Test
    void an_authority_that_nobody_knows_vouches_for_nobody() {
        assertThatThrownBy(() ->
                        Certificates.issued(chain("processor"), SampleKeys.DOMAIN, Certificates.ofTheRuntime(), NOW))
                .hasMessageContaining("no authority that is trusted");
        assertThatThrownBy(() -> Certificates.issued(chain("processor"), SampleKeys.DOMAIN, Set.of(), NOW))
                .isInstanceOf(UntrustedException.class);
    }

    @Test
    void a_certificate_that_was_given_by_hand_may_be_signed_by_itself() throws UntrustedException {
        assertThat(Certificates.given(chain("self"), SampleKeys.DOMAIN, NOW)).isEqualTo(SampleKeys.certificate("self"));
        assertThatThrownBy(() -> Certificates.given(chain("expired"), SampleKeys.DOMAIN, NOW))
                .isInstanceOf(UntrustedException.class);
    }

    @ParameterizedTest
    @CsvSource({"''", "no certificate", "'-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'"})
    void what_is_no_certificate_is_told(String text) {
        assertThatThrownBy(() -> Certificates.read(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UntrustedException.class);
    }

    @Test
    void a_signature_counts_for_these_bytes_and_this_key_alone() throws UntrustedException {
        ProcessorKey key = SampleKeys.of("processor");
        X509Certificate signer = SampleKeys.certificate("processor");
        String signature = key.sign(BODY);

        Signatures.check(BODY, signature, signer);

        assertThat(key.domain()).isEqualTo(SampleKeys.DOMAIN);
        assertThatThrownBy(() -> Signatures.check(new byte[] {1}, signature, signer))
                .isInstanceOf(UntrustedException.class);
        assertThatThrownBy(() -> Signatures.check(BODY, signature, SampleKeys.certificate("other")))
                .isInstanceOf(UntrustedException.class);
        for (String none : List.of("", "§", "AAAA")) {
            assertThatThrownBy(() -> Signatures.check(BODY, none, signer)).isInstanceOf(UntrustedException.class);
        }
    }

    @Test
    void a_key_has_to_fit_its_certificate_and_is_never_repeated() {
        String key = SampleKeys.keyPem("processor");

        assertThatThrownBy(() -> ProcessorKey.of(key, SampleKeys.certificatePem("other")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("do not belong together");
        assertThatThrownBy(() -> ProcessorKey.of("s3cr3t", SampleKeys.certificatePem("processor")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cr3t");
    }

    private static List<X509Certificate> chain(String name) throws UntrustedException {
        return Certificates.read(SampleKeys.certificatePem(name).getBytes(StandardCharsets.US_ASCII));
    }
}
