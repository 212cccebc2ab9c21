package io.lethe.ingest.tcf;

import java.time.Instant;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a TC string says: "Transparency and Consent String with Global Vendor &amp; CMP List Formats", version 2 (policies 2 to 5). Numbers are the
 * framework's, counted from 1.
 *
 * @param lastUpdated when somebody last chose; since version 2.2 the beginning of that day (UTC)
 * @param specialFeatures those that were opted in to
 * @param purposeConsents purposes that were consented to
 * @param purposeInterests purposes for which a legitimate interest was shown, and not objected to
 * @param vendorConsents vendors that were consented to
 * @param vendorInterests vendors whose legitimate interest was shown, and not objected to
 * @param restrictions what the publisher does not let vendors do
 * @param disclosed the vendors that were shown to the person, where the string tells
 */
public record TcString(
        Instant lastUpdated,
        BitSet specialFeatures,
        BitSet purposeConsents,
        BitSet purposeInterests,
        BitSet vendorConsents,
        BitSet vendorInterests,
        List<Restriction> restrictions,
        Optional<BitSet> disclosed) {

    /** Longer than any with a bit for each vendor of the list; the body as a whole has a limit of its own. */
    public static final int LONGEST = 4_096;

    /** The publisher restricts vendors in what they do for a purpose. */
    public enum RestrictionType {
        NOT_ALLOWED,
        CONSENT_REQUIRED,
        INTEREST_REQUIRED,
        /** A number that the framework has not given a meaning; nothing is allowed by it. */
        UNDEFINED
    }

    /** A restriction of some vendors for one purpose. */
    public record Restriction(int purpose, RestrictionType type, BitSet vendors) {}

    /** From this policy of the framework on (its version 2.3), and of every string made from that day on, the vendors that were shown are a part. */
    private static final int POLICY_WITH_DISCLOSED = 5;

    private static final Instant DAY_OF_DISCLOSED = Instant.parse("2026-03-01T00:00:00Z");

    private static final int VERSION = 2;
    private static final int LETTERS = 26;
    private static final int DISCLOSED = 1;
    private static final int PUBLISHER = 3;

    /**
     * Reads a string.
     *
     * @throws UnreadableTcStringException where it is not whole, or not of this version
     */
    public static TcString read(String text) throws UnreadableTcStringException {
        if (text.isEmpty()) {
            throw new UnreadableTcStringException("must not be empty");
        }
        if (text.length() > LONGEST) {
            throw new UnreadableTcStringException("must not be longer than " + LONGEST + " characters");
        }
        String[] segments = text.split("\\.", -1);
        Core core = core(BitText.of(segments[0]));
        Set<Integer> seen = new HashSet<>();
        Optional<BitSet> disclosed = Optional.empty();
        for (String segment : List.of(segments).subList(1, segments.length)) {
            BitText bits = BitText.of(segment);
            int type = bits.number(3);
            if (type < DISCLOSED || type > PUBLISHER || !seen.add(type)) {
                throw new UnreadableTcStringException("has a segment that is not known, or is there twice");
            }
            if (type == PUBLISHER) {
                // What the publisher asks for itself is said by choices; it is looked at for being whole.
                bits.skip(24 + 24);
                bits.skip(2 * bits.number(6));
                bits.end();
            } else {
                BitSet vendors = vendors(bits);
                bits.end();
                disclosed = type == DISCLOSED ? Optional.of(vendors) : disclosed;
            }
        }
        if (core.tellsDisclosed && disclosed.isEmpty()) {
            // Cut off at the end of a segment it would look whole.
            throw new UnreadableTcStringException(
                    "does not say which vendors were shown, as every string since version 2.3 of the framework does");
        }
        return core.with(disclosed);
    }

    /** The first segment, and whether another has to tell the vendors that were shown. */
    private record Core(TcString said, boolean tellsDisclosed) {

        TcString with(Optional<BitSet> disclosed) {
            return new TcString(
                    said.lastUpdated,
                    said.specialFeatures,
                    said.purposeConsents,
                    said.purposeInterests,
                    said.vendorConsents,
                    said.vendorInterests,
                    said.restrictions,
                    disclosed);
        }
    }

    private static Core core(BitText bits) throws UnreadableTcStringException {
        if (bits.number(6) != VERSION) {
            throw new UnreadableTcStringException("must be of version 2 of the framework");
        }
        Instant created = time(bits);
        Instant lastUpdated = time(bits);
        if (lastUpdated.isBefore(created)) {
            throw new UnreadableTcStringException("was last updated before it was created");
        }
        bits.skip(12 + 12 + 6); // the platform, its version, and its screen
        letters(bits);
        bits.skip(12); // list of vendors
        int policy = bits.number(6);
        bits.skip(1 + 1); // whether it is of one service, and of other texts
        BitSet specialFeatures = set(bits, 12);
        BitSet purposeConsents = set(bits, 24);
        BitSet purposeInterests = set(bits, 24);
        bits.flag(); // whether purpose 1 was not asked for: its bit is then 0
        letters(bits);
        BitSet vendorConsents = vendors(bits);
        BitSet vendorInterests = vendors(bits);
        List<Restriction> restrictions = PublisherRestrictions.read(bits);
        bits.end();
        return new Core(
                new TcString(
                        lastUpdated,
                        specialFeatures,
                        purposeConsents,
                        purposeInterests,
                        vendorConsents,
                        vendorInterests,
                        restrictions,
                        Optional.empty()),
                policy >= POLICY_WITH_DISCLOSED || !created.isBefore(DAY_OF_DISCLOSED));
    }

    private static Instant time(BitText bits) throws UnreadableTcStringException {
        return Instant.ofEpochMilli(bits.large(36) * 100);
    }

    /** The language, or the publisher's country. */
    private static void letters(BitText bits) throws UnreadableTcStringException {
        for (int letter = 0; letter < 2; letter++) {
            if (bits.number(6) >= LETTERS) {
                throw new UnreadableTcStringException("is damaged: it names no language or no country");
            }
        }
    }

    /** The numbers whose bits are set, counted from 1. */
    private static BitSet set(BitText bits, int size) throws UnreadableTcStringException {
        BitSet set = new BitSet(size + 1);
        if (bits.left() < size) {
            throw new UnreadableTcStringException("ends in the middle");
        }
        for (int number = 1; number <= size; number++) {
            set.set(number, bits.flag());
        }
        return set;
    }

    private static BitSet vendors(BitText bits) throws UnreadableTcStringException {
        int largest = bits.number(16);
        return bits.flag() ? PublisherRestrictions.ranges(bits, largest) : set(bits, largest);
    }
}
