package io.lethe.erasure.topology;

import io.lethe.certificate.wire.CertificateWire;
import io.lethe.erasure.ledger.CommandId;
import io.lethe.erasure.ledger.OrderState;
import io.lethe.erasure.ledger.Proof;
import io.lethe.erasure.topology.Inbound.ErasureProven;
import io.lethe.schemas.CertifiedSystem;
import io.lethe.schemas.DeadLetterReason;
import io.lethe.schemas.DeletionOutcome;
import io.lethe.schemas.ErasureCertificate;
import io.lethe.streams.DeadLetters;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** A certificate that this service wrote, read back: the topic remembers finished orders when the ledger does not. */
final class AdmitCertificate extends Admission<ErasureCertificate> {

    AdmitCertificate(DeadLetters deadLetters) {
        super(deadLetters);
    }

    @Override
    Inbound admit(String key, Record<@Nullable String, @Nullable ErasureCertificate> record) {
        ErasureCertificate value = record.value();
        if (value == null) {
            return rejected(DeadLetterReason.NO_VALUE, "a certificate has a value");
        }
        if (!key.equals(value.getSubjectId())
                || !CommandId.subjectOf(value.getOrderId()).equals(Optional.of(key))) {
            return rejected(DeadLetterReason.RULE_BROKEN, "the key is not the subject of the certificate's order");
        }
        Proof proof = new Proof(
                value.getOrderId(),
                key,
                value.getOrderedAt(),
                value.getCompletedAt(),
                endedAs(value),
                value.getSystems().stream().map(CertifiedSystem::getSystem).toList());
        boolean reapplied = record.headers().lastHeader(CertificateWire.REAPPLIED) != null;
        return new ErasureProven(proof, value, reapplied ? FromWire.ended(value) : null);
    }

    /** From the outcomes: certificates of older versions have no word for all of them together. */
    private static OrderState endedAs(ErasureCertificate certificate) {
        return certificate.getSystems().stream()
                        .map(CertifiedSystem::getOutcome)
                        .anyMatch(one -> one == DeletionOutcome.WAIVED || one == DeletionOutcome.NOT_SUPPORTED)
                ? OrderState.COMPLETED_WITH_EXCEPTIONS
                : OrderState.COMPLETED;
    }
}
