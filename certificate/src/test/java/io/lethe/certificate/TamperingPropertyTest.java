package io.lethe.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.certificate.ChainFinding.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.Condition;

/** Whatever is done to an export, it is found, and named by the number or the place. */
class TamperingPropertyTest {

    private static final int LENGTH = 8;
    private static final List<Certificate> CHAIN = SampleChain.of("0", LENGTH);
    private static final List<String> LINES =
            CHAIN.stream().map(CertificateJson::line).toList();
    private static final CertificateKeys KEYS = new CertificateKeys(List.of(SampleChain.SIGNER.publicKey()));

    @Property
    void E4_any_byte_that_is_changed_is_found_at_its_line(
            @ForAll @IntRange(max = LENGTH - 1) int at,
            @ForAll @IntRange(max = 100_000) int where,
            @ForAll @IntRange(min = 1, max = 255) int by) {
        byte[] bytes = LINES.get(at).getBytes(StandardCharsets.UTF_8);
        bytes[where % bytes.length] ^= (byte) by;
        List<String> lines = new ArrayList<>(LINES);
        lines.set(at, new String(bytes, StandardCharsets.UTF_8));

        assertThat(verified(lines).findings()).areAtLeastOne(at(at + 1));
    }

    @Property
    void E4_any_byte_that_is_put_in_is_found_at_its_line(
            @ForAll @IntRange(max = LENGTH - 1) int at,
            @ForAll @IntRange(max = 100_000) int where,
            @ForAll @IntRange(min = 32, max = 126) int what) {
        StringBuilder line = new StringBuilder(LINES.get(at));
        line.insert(where % (line.length() + 1), (char) what);
        List<String> lines = new ArrayList<>(LINES);
        lines.set(at, line.toString());

        assertThat(verified(lines).findings()).areAtLeastOne(at(at + 1));
    }

    @Property
    void E4_whatever_is_taken_out_before_the_end_is_missing_by_its_numbers(
            @ForAll @IntRange(max = LENGTH - 2) int from, @ForAll @IntRange(max = LENGTH - 2) int to) {
        int first = Math.min(from, to);
        int last = Math.max(from, to);
        List<String> lines = new ArrayList<>(LINES);
        lines.subList(first, last + 1).clear();

        assertThat(verified(lines).findings())
                .containsExactly(new ChainFinding(Kind.MISSING, "0", first + 1, last + 1, ""));
    }

    @Property
    void E4_with_the_head_noted_whatever_is_cut_off_is_missing(@ForAll @IntRange(max = LENGTH - 1) int left) {
        List<Certificate> rest = CHAIN.subList(0, left);

        assertThat(SampleChain.verified(rest, CHAIN.getLast().head()).findings())
                .containsExactly(new ChainFinding(Kind.MISSING, "0", left + 1, LENGTH, ""));
    }

    @Property
    void E4_whatever_is_put_in_is_found_where_it_stands(
            @ForAll @IntRange(max = LENGTH) int at,
            @ForAll @IntRange(min = 1, max = LENGTH + 2) int claimed,
            @ForAll boolean withTheKey) {
        Certificate before = claimed == 1 || claimed > LENGTH ? null : CHAIN.get(claimed - 2);
        ChainHead head = before == null ? new ChainHead("0", claimed - 1, "0a") : before.head();
        CertificateSigner signer = withTheKey ? SampleChain.SIGNER : SampleChain.STRANGER;
        List<Certificate> chain = new ArrayList<>(CHAIN);
        chain.add(at, signer.sign(SampleChain.erasure(70, null), head));

        List<ChainFinding> findings = SampleChain.verified(chain).findings();

        // Whoever has the key may go first and make the true one look like the intruder: then a number beside it is
        // named.
        assertThat(findings)
                .isNotEmpty()
                .anyMatch(finding -> Math.abs(finding.from() - claimed) <= 1
                        || finding.where().equals("place " + (at + 1)));
    }

    @Property
    void E4_any_two_that_change_places_are_found(
            @ForAll @IntRange(max = LENGTH - 1) int one, @ForAll @IntRange(max = LENGTH - 1) int other) {
        List<Certificate> chain = new ArrayList<>(CHAIN);
        Collections.swap(chain, one, other);

        List<ChainFinding> findings = SampleChain.verified(chain).findings();

        assertThat(findings).allMatch(finding -> finding.kind() == Kind.OUT_OF_ORDER);
        assertThat(findings.isEmpty()).isEqualTo(one == other);
        if (one != other) {
            assertThat(findings).extracting(ChainFinding::from).contains((long) Math.min(one, other) + 1);
        }
    }

    private static Verification verified(List<String> lines) {
        ChainVerifier verifier = new ChainVerifier(KEYS, List.of());
        for (int at = 0; at < lines.size(); at++) {
            String where = "place " + (at + 1);
            try {
                verifier.add(CertificateJson.read(lines.get(at)), where);
            } catch (IllegalArgumentException e) {
                verifier.unreadable(where);
            }
        }
        return verifier.finish();
    }

    private static Condition<ChainFinding> at(int place) {
        return new Condition<>(finding -> finding.where().equals("place " + place), "a finding at place " + place);
    }
}
