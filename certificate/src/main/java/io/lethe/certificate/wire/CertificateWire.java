package io.lethe.certificate.wire;

import io.lethe.certificate.Certificate;
import io.lethe.certificate.CertifiedErasure;
import io.lethe.certificate.CertifiedErasure.SystemOutcome;
import io.lethe.schemas.CertifiedSystem;
import io.lethe.schemas.DeletionOutcome;
import io.lethe.schemas.ErasureCause;
import io.lethe.schemas.ErasureCertificate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Between certificates and the records of their topic. */
public final class CertificateWire {

    /**
     * A header of a certificate that an operator has put back, into topics that are an older copy: what it proves has to be told once more.
     */
    public static final String REAPPLIED = "lethe-reapplied";

    /** There are few, and ten to each certificate. */
    private static final Map<Enum<?>, String> WORDS = new ConcurrentHashMap<>();

    private static final Map<String, DeletionOutcome> OUTCOMES = Arrays.stream(DeletionOutcome.values())
            .collect(Collectors.toMap(CertificateWire::word, Function.identity()));

    private CertificateWire() {}

    /** Not by builders, which check every field anew. */
    public static ErasureCertificate toWire(Certificate certificate) {
        CertifiedErasure erasure = certificate.erasure();
        return new ErasureCertificate(
                erasure.orderId(),
                erasure.subjectId(),
                ErasureCause.valueOf(constant(erasure.cause())),
                erasure.requestId(),
                erasure.orderedAt(),
                erasure.completedAt(),
                erasure.dataCategories(),
                erasure.systems().stream().map(CertificateWire::toWire).toList(),
                erasure.policyVersion(),
                certificate.chain(),
                certificate.sequence(),
                certificate.previousHash(),
                certificate.keyId(),
                certificate.hash(),
                certificate.signature(),
                erasure.result(),
                erasure.recordedAt());
    }

    private static CertifiedSystem toWire(SystemOutcome system) {
        return new CertifiedSystem(
                system.system(),
                outcome(system.outcome()),
                system.attempts(),
                system.issuedAt(),
                system.answeredAt(),
                system.reason());
    }

    private static DeletionOutcome outcome(String word) {
        DeletionOutcome known = OUTCOMES.get(word);
        if (known == null) {
            throw new IllegalArgumentException("a certificate tells of an outcome that there is not: " + word);
        }
        return known;
    }

    public static Certificate fromWire(ErasureCertificate record) {
        CertifiedErasure erasure = new CertifiedErasure(
                record.getOrderId(),
                record.getSubjectId(),
                word(record.getCause()),
                record.getRequestId(),
                record.getOrderedAt(),
                record.getRecordedAt(),
                record.getCompletedAt(),
                record.getDataCategories(),
                record.getSystems().stream().map(CertificateWire::fromWire).toList(),
                record.getPolicyVersion(),
                record.getResult());
        return new Certificate(
                erasure,
                record.getChain(),
                record.getSequence(),
                record.getPreviousHash(),
                record.getKeyId(),
                record.getHash(),
                record.getSignature());
    }

    private static SystemOutcome fromWire(CertifiedSystem system) {
        return new SystemOutcome(
                system.getSystem(),
                word(system.getOutcome()),
                system.getAttempts(),
                system.getIssuedAt(),
                system.getAnsweredAt(),
                system.getReason());
    }

    /** How a symbol of the wire is written in a certificate. */
    public static String word(Enum<?> symbol) {
        return WORDS.computeIfAbsent(
                symbol, one -> one.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
