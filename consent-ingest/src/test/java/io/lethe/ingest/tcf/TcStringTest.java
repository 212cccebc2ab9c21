package io.lethe.ingest.tcf;

import static io.lethe.ingest.tcf.TcStrings.aString;
import static io.lethe.ingest.tcf.TcStrings.set;
import static io.lethe.ingest.tcf.TcStrings.these;
import static io.lethe.ingest.tcf.TcStrings.undisclosed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.iabtcf.v2.RestrictionType;
import io.lethe.ingest.tcf.TcString.Restriction;
import java.time.Instant;
import java.util.BitSet;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading TC strings, compared with what another one's encoder has written. */
class TcStringTest {

    /** Of the framework's own documentation. */
    private static final String PUBLISHED = "COtybn4PA_zT4KjACBENAPCIAEBAAECAAIAAAAAAAAAA";

    @Test
    void reads_the_string_of_the_documentation() throws UnreadableTcStringException {
        TcString said = TcString.read(PUBLISHED);

        assertThat(said.purposeConsents()).isEqualTo(set(2, 10));
        assertThat(said.purposeInterests()).isEqualTo(set(2, 9));
        assertThat(said.vendorConsents()).isEqualTo(set());
        assertThat(said.specialFeatures()).isEqualTo(set(1));
        assertThat(said.lastUpdated()).isEqualTo(Instant.parse("2021-02-02T17:01:00Z"));
        assertThat(said.disclosed()).isEmpty();
    }

    @Property(tries = 300)
    void reads_what_another_encoder_writes_bits_or_ranges_with_segments_or_without(
            @ForAll("purposes") Set<Integer> purposes,
            @ForAll("purposes") Set<Integer> interests,
            @ForAll("vendors") Set<Integer> consents,
            @ForAll("vendors") Set<Integer> shown,
            @ForAll @IntRange(min = 1, max = 5) int purpose)
            throws UnreadableTcStringException {
        var builder = undisclosed()
                .tcfPolicyVersion(4)
                .created(TcStrings.DAY.minusSeconds(1))
                .addPurposesConsent(these(of(purposes)))
                .addPurposesLITransparency(these(of(interests)))
                .addVendorConsent(these(of(consents)))
                .addVendorLegitimateInterest(these(of(shown)))
                .addSpecialFeatureOptIns(1)
                .addPublisherRestrictionEntry(TcStrings.restriction(purpose, RestrictionType.NOT_ALLOWED, 7, 8, 755));
        if (!shown.isEmpty()) {
            builder.addDisclosedVendors(these(of(shown))).addPubPurposesConsent(these(of(purposes)));
        }

        TcString said = TcString.read(builder.encode());

        assertThat(said.purposeConsents()).isEqualTo(of(purposes));
        assertThat(said.purposeInterests()).isEqualTo(of(interests));
        assertThat(said.vendorConsents()).isEqualTo(of(consents));
        assertThat(said.vendorInterests()).isEqualTo(of(shown));
        assertThat(said.specialFeatures()).isEqualTo(set(1));
        assertThat(said.lastUpdated()).isEqualTo(TcStrings.DAY);
        assertThat(said.restrictions())
                .containsExactly(new Restriction(purpose, TcString.RestrictionType.NOT_ALLOWED, set(7, 8, 755)));
        assertThat(said.disclosed().isPresent()).isEqualTo(!shown.isEmpty());
        said.disclosed().ifPresent(vendors -> assertThat(vendors).isEqualTo(of(shown)));
    }

    @Property(tries = 200)
    void a_string_that_was_cut_off_is_refused_or_says_the_same(@ForAll("vendors") Set<Integer> consents)
            throws UnreadableTcStringException {
        String whole = aString()
                .addPurposesConsent(these(1, 2, 24))
                .addVendorConsent(these(of(consents)))
                .addPublisherRestrictionEntry(TcStrings.restriction(1, RestrictionType.NOT_ALLOWED, 7, 755))
                .encode();
        TcString said = TcString.read(whole);

        for (int length = 0; length < whole.length(); length++) {
            String cut = whole.substring(0, length);
            try {
                assertThat(TcString.read(cut)).isEqualTo(said);
            } catch (UnreadableTcStringException e) {
                assertThat(e.reason()).isNotBlank();
            }
        }
    }

    @Test
    void a_string_of_version_2_3_that_is_cut_at_the_end_of_a_segment_is_not_whole() {
        String whole = TcStrings.accepted();
        assertThat(whole).contains(".");

        assertThatThrownBy(() -> TcString.read(whole.substring(0, whole.indexOf('.'))))
                .hasMessage(
                        "does not say which vendors were shown, as every string since version 2.3 of the framework does");
    }

    /** By the day it was made, or by the policy it names. */
    @ParameterizedTest
    @CsvSource({
        "2026-02-28T23:59:59Z, 4, true",
        "2026-03-01T00:00:00Z, 4, false",
        "2026-02-28T23:59:59Z, 5, false",
        "2026-03-01T00:00:00Z, 5, false"
    })
    void which_vendors_were_shown_may_be_missing_in_old_strings_alone(Instant made, int policy, boolean taken) {
        String said = undisclosed()
                .created(made)
                .lastUpdated(TcStrings.DAY)
                .tcfPolicyVersion(policy)
                .addPurposesConsent(these(1))
                .encode();
        String with = undisclosed()
                .created(made)
                .lastUpdated(TcStrings.DAY)
                .tcfPolicyVersion(policy)
                .addPurposesConsent(these(1))
                .addDisclosedVendors(these(755))
                .encode();

        assertThatCode(() -> TcString.read(with)).doesNotThrowAnyException();
        if (taken) {
            assertThatCode(() -> TcString.read(said)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> TcString.read(said)).isInstanceOf(UnreadableTcStringException.class);
        }
    }

    @Property(tries = 2_000)
    void whatever_is_sent_is_read_or_refused_with_a_reason_that_repeats_none_of_it(@ForAll("anything") String text) {
        try {
            assertThat(TcString.read(text).lastUpdated()).isNotNull();
        } catch (UnreadableTcStringException e) {
            assertThat(e.reason()).isNotBlank();
            if (text.length() > 8) {
                assertThat(e.reason()).doesNotContain(text);
            }
        }
    }

    @Property(tries = 500)
    void a_string_in_which_a_character_is_another_is_read_or_refused(
            @ForAll @IntRange(min = 0, max = 60) int at, @ForAll("digits") char digit) {
        StringBuilder changed = new StringBuilder(TcStrings.accepted());
        changed.setCharAt(at % changed.length(), digit);
        try {
            assertThat(TcString.read(changed.toString()).restrictions()).isNotNull();
        } catch (UnreadableTcStringException e) {
            assertThat(e.reason()).isNotBlank();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ''                                               | must not be empty
        .                                                | ends in the middle
        COtybn4PA_zT4KjACBENAPCIAEBAAECAAIAAAAAAAAA=     | must be base64url without padding, in segments separated by dots
        COtybn4PA+zT4KjACBENAPCIAEBAAECAAIAAAAAAAAAA     | must be base64url without padding, in segments separated by dots
        BOtybn4PA_zT4KjACBENAPCIAEBAAECAAIAAAAAAAAAA     | must be of version 2 of the framework
        DOtybn4PA_zT4KjACBENAPCIAEBAAECAAIAAAAAAAAAA     | must be of version 2 of the framework
        CPA_zT4Otybn4KjACBENAPCIAEBAAECAAIAAAAAAAAAA     | was last updated before it was created
        COtybn4PA_zT4KjACB__APCIAEBAAECAAIAAAAAAAAAA     | is damaged: it names no language or no country
        COtybn4PA_zT4KjACBENAPCIAEBAAECAAIAAAAAAAAAAAAAA | goes on after its end
        COtybn4PA_zT4KjACBENAPCIAEBAAECAAIAAAAAAAAAB     | goes on after its end
        COtybn4PA_zT4KjACBENAPCIAEBAAECAAIAAAAAAAAAA.    | ends in the middle
        COtybn4PA_zT4KjACBENAPCIAEBAAECAAIAAAAAAAAAA.AA  | has a segment that is not known, or is there twice
        COtybn4PA_zT4KjACBENAPCIAEBAAECAAIAAAAAAAAAA.4A  | has a segment that is not known, or is there twice
        COtybn4PA_zT4KjACBENAPCIAEBAAECAAIAAAAAAAAAA.IAAA.IAAA | has a segment that is not known, or is there twice
        """)
    void says_why_a_string_cannot_be_taken(String text, String reason) {
        assertThatThrownBy(() -> TcString.read(text))
                .isInstanceOf(UnreadableTcStringException.class)
                .hasMessage(reason);
    }

    @Test
    void a_string_has_at_most_4096_characters() {
        assertThatThrownBy(() -> TcString.read("C".repeat(TcString.LONGEST + 1)))
                .hasMessage("must not be longer than 4096 characters");
        assertThatThrownBy(() -> TcString.read("C".repeat(TcString.LONGEST)))
                .isInstanceOf(UnreadableTcStringException.class)
                .hasMessageNotContaining("longer");
    }

    @Provide
    Arbitrary<Set<Integer>> purposes() {
        return Arbitraries.integers().between(1, 24).set().ofMaxSize(24);
    }

    @Provide
    Arbitrary<Set<Integer>> vendors() {
        return Arbitraries.integers().between(1, 1_500).set().ofMaxSize(40);
    }

    @Provide
    Arbitrary<String> anything() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(200),
                Arbitraries.strings()
                        .withChars("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")
                        .ofMaxLength(200)
                        .map(text -> "C" + text),
                Arbitraries.strings()
                        .withChars("AEIBC_-.")
                        .ofMaxLength(120)
                        .map(text -> "COtybn4PA_zT4KjACBENAPC" + text));
    }

    @Provide
    Arbitrary<Character> digits() {
        return Arbitraries.chars().with("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+");
    }

    private static BitSet of(Set<Integer> numbers) {
        return set(numbers.stream().mapToInt(Integer::intValue).toArray());
    }
}
