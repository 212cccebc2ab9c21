package io.lethe.erasure.topology;

import static io.lethe.erasure.ledger.Samples.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.certificate.Certificate;
import io.lethe.certificate.CertificateKeys;
import io.lethe.certificate.CertificateSigner;
import io.lethe.certificate.CertifiedErasure;
import io.lethe.certificate.ChainFinding;
import io.lethe.certificate.ChainHead;
import io.lethe.certificate.ChainVerifier;
import io.lethe.certificate.wire.CertificateWire;
import io.lethe.erasure.ledger.CommandId;
import io.lethe.erasure.ledger.Order;
import io.lethe.erasure.store.LedgerStores;
import io.lethe.erasure.stored.StoredChainHead;
import io.lethe.policy.IdentifierKind;
import io.lethe.schemas.DeletionOutcome;
import io.lethe.schemas.ErasureCertificate;
import io.lethe.schemas.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates as the worker chains and signs them. */
class CertificateChainTest {

    private static final CertificateSigner SIGNER = new CertificateSigner(Harness.CERTIFICATE_KEY);

    @TempDir
    private Path folder;

    private Harness worker;

    @BeforeEach
    void start() {
        worker = new Harness(folder);
    }

    @AfterEach
    void stop() {
        worker.close();
    }

    @Test
    void E4_certificates_follow_each_other_in_one_chain_that_verifies() {
        erased(worker, "ada@example.org");
        erased(worker, "bob@example.org");
        erased(worker, "cyd@example.org");

        List<Certificate> certificates = certificates(worker);

        assertThat(certificates).extracting(Certificate::sequence).containsExactly(1L, 2L, 3L);
        assertThat(certificates).extracting(Certificate::chain).containsOnly("0");
        assertThat(findings(certificates)).isEmpty();
    }

    @Test
    void E4_a_certificate_says_when_and_by_which_policy_it_was_ordered_whatever_applies_at_its_end() {
        String contact = worker.seen(IdentifierKind.EMAIL, "ada@example.org", Harness.START.minusSeconds(60));
        Instant given = Harness.START.minus(Duration.ofHours(3));
        Instant cut = given.minus(Duration.ofDays(30));
        Order order = anOrder()
                .of(contact)
                .ofAContact()
                .at(given)
                .upTo(cut)
                .under("2025-07")
                .build();
        worker.ordered(order);

        worker.acknowledged(CommandId.of(order.orderId(), "hubspot"), DeletionOutcome.COMPLETED);

        CertifiedErasure certified = certificates(worker).getFirst().erasure();
        assertThat(certified.policyVersion()).isEqualTo("2025-07");
        assertThat(certified.recordedAt()).isEqualTo(given);
        assertThat(certified.orderedAt()).isEqualTo(cut);
    }

    @Test
    void E4_a_replayed_order_or_answer_makes_no_second_certificate() {
        Order order = erased(worker, "ada@example.org");
        worker.acknowledged(CommandId.of(order.orderId(), "hubspot"), DeletionOutcome.COMPLETED);
        worker.ordered(order);
        List<TestRecord<String, ErasureCertificate>> written = worker.records(Topics.ERASURE_CERTIFICATES);
        worker.send(
                Topics.ERASURE_CERTIFICATES,
                order.subjectId(),
                written.getFirst().value());
        worker.idle(Duration.ofMinutes(5));

        assertThat(written).hasSize(1);
        assertThat(worker.values(Topics.ERASURE_CERTIFICATES)).isEmpty();
        assertThat(head(worker))
                .isEqualTo(CertificateWire.fromWire(written.getFirst().value()).head());
    }

    @Test
    void E4_after_a_restart_the_chain_goes_on_from_its_stored_head() {
        erased(worker, "ada@example.org");
        List<Certificate> certificates = new ArrayList<>(certificates(worker));
        StoredChainHead stored = chains(worker).get("0");

        try (Harness restarted = new Harness(folder.resolve("restarted"))) {
            chains(restarted).put("0", stored);
            erased(restarted, "bob@example.org");
            certificates.addAll(certificates(restarted));
        }

        assertThat(certificates).hasSize(2);
        assertThat(findings(certificates)).isEmpty();
    }

    @Test
    void E4_a_ledger_that_was_lost_goes_on_behind_the_certificates_it_reads_in_the_topic() {
        erased(worker, "ada@example.org");
        erased(worker, "bob@example.org");
        List<TestRecord<String, ErasureCertificate>> written = worker.records(Topics.ERASURE_CERTIFICATES);
        List<Certificate> certificates = new ArrayList<>(written.stream()
                .map(TestRecord::value)
                .map(CertificateWire::fromWire)
                .toList());

        try (Harness anew = new Harness(folder.resolve("anew"))) {
            written.forEach(record -> anew.send(Topics.ERASURE_CERTIFICATES, record.key(), record.value()));
            erased(anew, "cyd@example.org");
            certificates.addAll(certificates(anew));
        }

        assertThat(certificates).hasSize(3);
        assertThat(findings(certificates)).isEmpty();
    }

    @Test
    void E4_a_forged_certificate_in_the_topic_does_not_move_the_chain() {
        Order order = erased(worker, "ada@example.org");
        List<Certificate> certificates = new ArrayList<>(certificates(worker));
        Certificate forged = new CertificateSigner(CertificateSigner.newKey())
                .sign(certificates.getFirst().erasure(), new ChainHead("0", 1_000_000, "0a"));
        worker.send(Topics.ERASURE_CERTIFICATES, order.subjectId(), CertificateWire.toWire(forged));

        erased(worker, "bob@example.org");

        certificates.addAll(certificates(worker));
        assertThat(certificates).extracting(Certificate::sequence).containsExactly(1L, 2L);
    }

    @Test
    void E4_what_a_recipient_says_in_words_is_not_certified() {
        String contact = worker.seen(IdentifierKind.CUSTOMER_ID, "c-4711", Harness.START.minusSeconds(60));
        Order order = anOrder().of(contact).ofAContact().build();
        worker.ordered(order);

        for (String system : systems(order)) {
            worker.acknowledged(
                    CommandId.of(order.orderId(), system), DeletionOutcome.NOT_FOUND, "no customer c-4711 here");
        }

        List<Certificate> certificates = certificates(worker);
        assertThat(certificates).hasSize(1);
        assertThat(certificates.toString()).doesNotContain("4711");
    }

    private List<String> systems(Order order) {
        return worker.values(Topics.ERASURE_STATUS).stream()
                .filter(status -> status.getOrderId().equals(order.orderId()))
                .flatMap(status -> status.getSystems().stream())
                .map(system -> system.getSystem())
                .distinct()
                .toList();
    }

    private static Order erased(Harness worker, String mail) {
        String contact = worker.seen(IdentifierKind.EMAIL, mail, Harness.START.minus(Duration.ofDays(1900)));
        Order order = anOrder().of(contact).ofAContact().build();
        worker.ordered(order);
        worker.acknowledged(CommandId.of(order.orderId(), "hubspot"), DeletionOutcome.COMPLETED);
        return order;
    }

    private static List<Certificate> certificates(Harness worker) {
        return worker.values(Topics.ERASURE_CERTIFICATES).stream()
                .map(CertificateWire::fromWire)
                .toList();
    }

    private static List<ChainFinding> findings(List<Certificate> certificates) {
        ChainVerifier verifier = new ChainVerifier(new CertificateKeys(List.of(SIGNER.publicKey())), List.of());
        certificates.forEach(certificate -> verifier.add(certificate, "here"));
        return verifier.finish().findings();
    }

    private static KeyValueStore<String, StoredChainHead> chains(Harness worker) {
        return worker.store(LedgerStores.CERTIFICATE_CHAIN);
    }

    private static ChainHead head(Harness worker) {
        StoredChainHead stored = chains(worker).get("0");
        return new ChainHead("0", stored.getSequence(), stored.getHash());
    }
}
