package io.lethe.certificate.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.certificate.Certificate;
import io.lethe.certificate.CertificateKeys;
import io.lethe.certificate.CertificateSigner;
import io.lethe.certificate.ChainHead;
import io.lethe.certificate.SampleChain;
import io.lethe.schemas.DeletionOutcome;
import io.lethe.schemas.ErasureCause;
import io.lethe.schemas.ErasureCertificate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificateWireTest {

    @Test
    void E4_a_certificate_is_still_sound_after_it_went_over_the_wire() {
        CertificateSigner signer = new CertificateSigner(SampleChain.key(1));
        Certificate certificate = signer.sign(
                SampleChain.erasure(1, "request", "completed-with-exceptions"), ChainHead.beforeTheFirst("0"));

        ErasureCertificate record = CertificateWire.toWire(certificate);

        assertThat(record.getCause()).isEqualTo(ErasureCause.RETENTION_LAPSED);
        assertThat(record.getSystems().getLast().getOutcome()).isEqualTo(DeletionOutcome.NOT_FOUND);
        assertThat(record.getResult()).isEqualTo("completed-with-exceptions");
        assertThat(CertificateWire.fromWire(record)).isEqualTo(certificate);
        assertThat(new CertificateKeys(List.of(signer.publicKey())).haveSigned(CertificateWire.fromWire(record)))
                .isTrue();
    }
}
