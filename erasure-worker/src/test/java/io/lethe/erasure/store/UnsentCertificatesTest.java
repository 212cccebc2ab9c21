package io.lethe.erasure.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lethe.certificate.Certificate;
import io.lethe.certificate.CertificateKeys;
import io.lethe.certificate.CertificateSigner;
import io.lethe.certificate.CertifiedErasure;
import io.lethe.certificate.ChainHead;
import io.lethe.certificate.ChainVerifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Certificates between two commits. */
class UnsentCertificatesTest {

    private static final CertificateSigner SIGNER = new CertificateSigner(CertificateSigner.newKey());
    private static final Instant AT = Instant.parse("2031-02-28T08:00:00Z");

    private final List<Certificate> published = new ArrayList<>();
    private final List<ChainHead> stored = new ArrayList<>();
    private int refusals;

    private final CertificateChain chain = new CertificateChain(
            "0",
            name -> stored.isEmpty() ? ChainHead.beforeTheFirst(name) : stored.getLast(),
            stored::add,
            SIGNER,
            certificate -> {
                if (refusals > 0 && certificate.sequence() == 2) {
                    refusals--;
                    throw new IllegalStateException("not now");
                }
                published.add(certificate);
            });

    private static CertifiedErasure erasure(int number) {
        return new CertifiedErasure(
                "order-" + number,
                "subject",
                "request",
                null,
                AT,
                AT,
                AT,
                List.of(),
                List.of(),
                "2026-01",
                "completed");
    }

    private void append(int number) {
        chain.append(() -> erasure(number));
    }

    private List<?> findings() {
        ChainVerifier verifier = new ChainVerifier(new CertificateKeys(List.of(SIGNER.publicKey())), List.of());
        published.forEach(certificate -> verifier.add(certificate, "here"));
        return verifier.finish().findings();
    }

    @Test
    void E4_nothing_is_published_before_the_commit_then_all_in_order_and_the_head_is_stored_once() {
        for (int number = 1; number <= 20; number++) {
            append(number);
        }
        assertThat(published).isEmpty();

        chain.publishAll();

        assertThat(published)
                .extracting(certificate -> certificate.erasure().orderId())
                .startsWith("order-1", "order-2", "order-3")
                .hasSize(20);
        assertThat(findings()).isEmpty();
        assertThat(stored).containsExactly(published.getLast().head());
    }

    @Test
    void E4_after_a_commit_the_chain_goes_on_behind_what_was_published() {
        append(1);
        chain.publishAll();
        append(2);
        append(3);

        chain.publishAll();
        chain.publishAll();

        assertThat(published).extracting(Certificate::sequence).containsExactly(1L, 2L, 3L);
        assertThat(findings()).isEmpty();
        assertThat(stored).extracting(ChainHead::sequence).containsExactly(1L, 3L);
    }

    @Test
    void E4_where_one_cannot_be_published_now_those_before_it_are_not_published_twice() {
        append(1);
        append(2);
        append(3);
        refusals = 1;
        assertThatThrownBy(chain::publishAll).hasMessage("not now");

        chain.publishAll();

        assertThat(published).extracting(Certificate::sequence).containsExactly(1L, 2L, 3L);
        assertThat(findings()).isEmpty();
        assertThat(stored).extracting(ChainHead::sequence).containsExactly(3L);
    }

    @Test
    void E4_what_cannot_be_signed_ends_the_commit() {
        chain.append(() -> {
            throw new IllegalStateException("no such order");
        });

        assertThatThrownBy(chain::publishAll)
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("no such order");
        assertThat(published).isEmpty();
        assertThat(stored).isEmpty();
    }
}
