package io.lethe.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.certificate.ChainFinding.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChainVerifierTest {

    private final List<Certificate> chain = new ArrayList<>(SampleChain.of("3", 6));

    @Test
    void E4_a_chain_as_it_was_written_has_no_findings_and_a_head_to_note() {
        chain.addAll(SampleChain.of("4", 2));

        Verification verified = SampleChain.verified(chain);

        assertThat(verified.findings()).isEmpty();
        assertThat(verified.certificates()).isEqualTo(8);
        assertThat(verified.chains())
                .containsExactly(
                        new Verification.Chain(6, 1, chain.get(5).head()),
                        new Verification.Chain(2, 1, chain.get(7).head()));
    }

    @Test
    void E4_one_that_says_something_else_than_it_did_is_changed() {
        Certificate third = chain.get(2);
        chain.set(2, with(third, SampleChain.erasure(99, null)));

        assertFound(new ChainFinding(Kind.CHANGED, "3", 3, 3, "place 3"));
    }

    @Test
    void E4_one_that_was_changed_and_hashed_again_has_a_wrong_signature() {
        Certificate third = chain.get(2);
        chain.set(2, rehashed(with(third, SampleChain.erasure(99, null))));

        assertThat(SampleChain.verified(chain).findings())
                .contains(new ChainFinding(Kind.WRONG_SIGNATURE, "3", 3, 3, "place 3"));
    }

    @Test
    void E4_the_last_one_changed_is_found_too() {
        Certificate last = chain.get(5);
        chain.set(5, with(last, SampleChain.erasure(99, null)));

        assertFound(new ChainFinding(Kind.CHANGED, "3", 6, 6, "place 6"));
    }

    @Test
    void E4_what_was_taken_out_is_missing_by_its_numbers() {
        chain.subList(2, 4).clear();

        assertFound(new ChainFinding(Kind.MISSING, "3", 3, 4, ""));
    }

    @Test
    void E4_a_beginning_that_was_taken_away_is_missing() {
        chain.subList(0, 2).clear();

        assertFound(new ChainFinding(Kind.MISSING, "3", 1, 2, ""));
    }

    @Test
    void E4_an_end_that_was_cut_off_is_found_by_a_head_noted_earlier_and_not_without() {
        ChainHead noted = chain.get(5).head();
        chain.subList(4, 6).clear();

        assertThat(SampleChain.verified(chain).findings()).isEmpty();
        assertThat(SampleChain.verified(chain, noted).findings())
                .containsExactly(new ChainFinding(Kind.MISSING, "3", 5, 6, ""));
    }

    @Test
    void E4_a_whole_chain_that_is_gone_is_found_by_its_head() {
        assertThat(SampleChain.verified(chain, new ChainHead("5", 9, "abc")).findings())
                .containsExactly(new ChainFinding(Kind.MISSING, "5", 1, 9, ""));
    }

    @Test
    void E4_what_was_there_when_a_head_was_noted_may_have_gone_by_age() {
        ChainHead earlier = chain.get(2).head();
        ChainHead justBefore = chain.get(1).head();
        chain.subList(0, 2).clear();

        assertThat(SampleChain.verified(chain, earlier).findings()).isEmpty();
        assertThat(SampleChain.verified(chain, justBefore).findings()).isEmpty();
    }

    @Test
    void E4_a_history_that_the_keys_owner_wrote_anew_does_not_lead_to_the_head_that_was_noted() {
        ChainHead noted = chain.get(2).head();
        List<Certificate> other = new ArrayList<>();
        ChainHead head = ChainHead.beforeTheFirst("3");
        for (int number = 11; number <= 16; number++) {
            other.add(SampleChain.SIGNER.sign(SampleChain.erasure(number, null), head));
            head = other.getLast().head();
        }

        assertThat(SampleChain.verified(other, noted).findings())
                .containsExactly(new ChainFinding(Kind.REPLACED, "3", 3, 3, "place 3"));
    }

    @Test
    void E4_one_put_in_by_somebody_without_the_key_is_inserted() {
        chain.add(3, SampleChain.of(SampleChain.STRANGER, "3", 4).get(3));

        assertFound(new ChainFinding(Kind.INSERTED, "3", 4, 4, "place 4"));
    }

    @Test
    void E4_one_put_in_with_the_key_is_inserted() {
        chain.add(
                4,
                SampleChain.SIGNER.sign(
                        SampleChain.erasure(50, null), chain.get(2).head()));

        assertFound(new ChainFinding(Kind.INSERTED, "3", 4, 4, "place 5"));
    }

    @Test
    void E4_one_instead_of_another_signed_with_an_unknown_key_is_named() {
        chain.set(
                3,
                SampleChain.STRANGER.sign(
                        SampleChain.erasure(50, null), chain.get(2).head()));

        assertFound(new ChainFinding(Kind.UNKNOWN_KEY, "3", 4, 4, "place 4"));
    }

    @Test
    void E4_one_instead_of_another_signed_with_the_key_is_not_what_the_next_one_names() {
        chain.set(
                3,
                SampleChain.SIGNER.sign(
                        SampleChain.erasure(50, null), chain.get(2).head()));

        assertFound(new ChainFinding(Kind.REPLACED, "3", 5, 5, "place 5"));
    }

    @Test
    void E4_the_same_one_once_more_is_repeated() {
        chain.add(4, chain.get(1));

        assertFound(new ChainFinding(Kind.REPEATED, "3", 2, 2, "place 5"));
    }

    @Test
    void E4_two_that_changed_places_are_out_of_order() {
        Collections.swap(chain, 2, 3);

        assertFound(new ChainFinding(Kind.OUT_OF_ORDER, "3", 3, 3, "place 4"));
    }

    @Test
    void E4_one_from_before_there_were_chains_proves_nothing() {
        chain.add(0, new Certificate(SampleChain.erasure(1, null), "", 0, "", "", "", ""));

        assertFound(new ChainFinding(Kind.UNSIGNED, "", 0, 0, "place 1"));
    }

    @Test
    void E4_after_a_change_of_keys_both_are_trusted() {
        Certificate next = SampleChain.STRANGER.sign(
                SampleChain.erasure(7, null), chain.getLast().head());
        ChainVerifier verifier = new ChainVerifier(
                new CertificateKeys(List.of(SampleChain.SIGNER.publicKey(), SampleChain.STRANGER.publicKey())),
                List.of());
        chain.forEach(one -> verifier.add(one, "before"));

        verifier.add(next, "after");

        assertThat(verifier.finish().findings()).isEmpty();
    }

    @Test
    void E4_a_number_that_no_chain_reaches_is_found_and_makes_no_gap() {
        Certificate last = chain.getLast();
        chain.add(new Certificate(
                last.erasure(), "3", Long.MAX_VALUE, last.hash(), last.keyId(), last.hash(), last.signature()));

        assertFound(new ChainFinding(Kind.INSERTED, "3", Long.MAX_VALUE, Long.MAX_VALUE, "place 7"));
    }

    private void assertFound(ChainFinding... findings) {
        assertThat(SampleChain.verified(chain).findings()).containsExactly(findings);
    }

    static Certificate with(Certificate one, CertifiedErasure erasure) {
        return new Certificate(
                erasure, one.chain(), one.sequence(), one.previousHash(), one.keyId(), one.hash(), one.signature());
    }

    private static Certificate rehashed(Certificate one) {
        return new Certificate(
                one.erasure(),
                one.chain(),
                one.sequence(),
                one.previousHash(),
                one.keyId(),
                CertificateJson.hash(CertificateJson.canonical(one)),
                one.signature());
    }
}
