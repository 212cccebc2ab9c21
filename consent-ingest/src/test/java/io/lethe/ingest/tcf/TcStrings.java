package io.lethe.ingest.tcf;

import com.iabtcf.encoder.PublisherRestrictionEntry;
import com.iabtcf.encoder.TCStringEncoder;
import com.iabtcf.utils.BitSetIntIterable;
import com.iabtcf.v2.RestrictionType;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/** TC strings, written by another one's encoder. */
public final class TcStrings {

    /** Somebody chose on this day. */
    public static final Instant DAY = Instant.parse("2026-03-01T00:00:00Z");

    /** What the built-in policy asks for measuring and for advertising, at Google and LinkedIn. */
    public static final int[] ALL_PURPOSES = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};

    private TcStrings() {}

    /** Of version 2.3; its vendors were all shown. */
    public static TCStringEncoder.Builder aString() {
        return undisclosed()
                .addDisclosedVendors(these(IntStream.rangeClosed(1, 1_500).toArray()));
    }

    /** It does not say which vendors were shown. */
    public static TCStringEncoder.Builder undisclosed() {
        return TCStringEncoder.newBuilder()
                .version(2)
                .created(DAY)
                .lastUpdated(DAY)
                .cmpId(31)
                .cmpVersion(640)
                .consentScreen(1)
                .consentLanguage("FR")
                .vendorListVersion(126)
                .tcfPolicyVersion(5)
                .isServiceSpecific(true)
                .publisherCC("FR");
    }

    /** Everything was agreed to. */
    public static String accepted() {
        return aString()
                .addPurposesConsent(these(ALL_PURPOSES))
                .addVendorConsent(these(755, 804))
                .encode();
    }

    static BitSetIntIterable these(int... numbers) {
        return BitSetIntIterable.from(numbers);
    }

    static BitSetIntIterable these(BitSet numbers) {
        return BitSetIntIterable.from(numbers);
    }

    static BitSet set(int... numbers) {
        BitSet set = new BitSet();
        Arrays.stream(numbers).forEach(set::set);
        return set;
    }

    static PublisherRestrictionEntry restriction(int purpose, RestrictionType type, int... vendors) {
        return PublisherRestrictionEntry.newBuilder()
                .purposeId(purpose)
                .restrictionType(type)
                .addVendor(vendors)
                .build();
    }
}
