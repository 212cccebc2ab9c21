package io.lethe.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateJsonTest {

    private static final Certificate SECOND = SampleChain.of("3", 2).get(1);

    @Test
    void E4_the_canonical_form_is_pinned_because_signatures_rest_on_it() {
        assertThat(new String(CertificateJson.canonical(SECOND), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"cause\":\"retention-lapsed\",\"chain\":\"3\",\"completedAt\":\"2031-03-02T08:00:02.125Z\","
                                + "\"dataCategories\":[\"contact-details\",\"\\\"é\\\\\\n\\u0001😀\"],\"keyId\":\"34750f98bd59fcfc\","
                                + "\"orderId\":\"subject-2.order\",\"orderedAt\":\"2031-03-02T08:00:00.125Z\",\"policyVersion\":\"2026-01\","
                                + "\"previousHash\":\"" + SECOND.previousHash()
                                + "\",\"sequence\":2,\"subjectId\":\"subject-2\","
                                + "\"systems\":[{\"answeredAt\":\"2031-03-02T08:00:02.125Z\",\"attempts\":1,\"issuedAt\":\"2031-03-02T08:00:00.125Z\","
                                + "\"outcome\":\"completed\",\"system\":\"hubspot\"},{\"answeredAt\":\"2031-03-02T08:00:00.125Z\",\"attempts\":3,"
                                + "\"issuedAt\":\"2031-03-02T08:00:00.125Z\",\"outcome\":\"not-found\",\"reason\":\"gone long ago\",\"system\":\"linkedin\"}]}");
    }

    @Test
    void E4_hash_and_signature_are_pinned() {
        assertThat(SECOND.hash()).isEqualTo("0fd4327eca49dbc7c14225cc258c0c20a4c0cddea8a3880a086cf0f95100f1f8");
        assertThat(SECOND.signature())
                .isEqualTo("Ncu3PP_FJjOsngLo8ALD4B-UIzLIcpJhv3htBaRxjGyf2X5OMT1ecEpG2x4aCqBqP8NseC9WCkX-6OxUpVBWAg");
    }

    @Test
    void E4_a_line_comes_back_as_it_went() {
        assertThat(CertificateJson.read(CertificateJson.line(SECOND))).isEqualTo(SECOND);
    }

    @Test
    void E4_when_an_order_was_given_is_signed_and_where_it_is_missing_older_certificates_are_as_they_were() {
        Certificate third = SampleChain.of("3", 3).get(2);

        assertThat(CertificateJson.line(third)).contains("\"recordedAt\":\"2031-03-02T08:00:00.125Z\"");
        assertThat(CertificateJson.read(CertificateJson.line(third))).isEqualTo(third);
        assertThat(CertificateJson.line(SECOND)).doesNotContain("recordedAt");
    }

    @Test
    void E4_a_word_for_the_whole_is_signed_and_one_that_is_missing_leaves_older_certificates_as_they_were() {
        CertificateSigner signer = new CertificateSigner(CertificateSigner.newKey());
        Certificate told = signer.sign(SampleChain.erasure(1, null, "completed"), ChainHead.beforeTheFirst("0"));
        Certificate other = new Certificate(
                SampleChain.erasure(1, null, "completed-with-exceptions"),
                told.chain(),
                told.sequence(),
                told.previousHash(),
                told.keyId(),
                told.hash(),
                told.signature());
        CertificateKeys keys = new CertificateKeys(List.of(signer.publicKey()));

        assertThat(CertificateJson.read(CertificateJson.line(told))).isEqualTo(told);
        assertThat(keys.haveSigned(told)).isTrue();
        assertThat(keys.haveSigned(other)).isFalse();
        assertThat(CertificateJson.line(SECOND)).doesNotContain("result");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "null", "not JSON", "{\"cause\":1}", "\"\\ud800\""})
    void what_is_no_certificate_is_refused_without_repeating_it(String line) {
        assertThatThrownBy(() -> CertificateJson.read(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("is not a certificate in its canonical form");
    }

    @Property
    void every_text_is_written_so_that_it_can_be_read_or_refused(@ForAll String text) throws Exception {
        TreeMap<String, Object> object = new TreeMap<>();
        object.put("a", List.of(text));
        try {
            String json = CanonicalJson.text(object);

            assertThat(new ObjectMapper().readTree(json).path("a").path(0).asText())
                    .isEqualTo(text);
        } catch (IllegalArgumentException e) {
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(text)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "c2hvcnQ=", "not base64 at all", "hunter2"})
    void a_key_that_is_none_is_refused_without_repeating_it(String key) {
        assertThatThrownBy(() -> new CertificateSigner(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("is not 32 bytes in base64");
        assertThatThrownBy(() -> new CertificateKeys(List.of(key))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_new_key_is_another_each_time() {
        assertThat(CertificateSigner.newKey()).isNotEqualTo(CertificateSigner.newKey());
        assertThat(new CertificateSigner(CertificateSigner.newKey()).publicKey())
                .hasSize(44);
    }
}
