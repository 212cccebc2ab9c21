package io.lethe.ingest.tcf;

import io.lethe.ingest.tcf.TcString.Restriction;
import io.lethe.ingest.tcf.TcString.RestrictionType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The parts of a TC string that are written in ranges of vendors. */
final class PublisherRestrictions {

    private static final int LARGEST = 65_535;

    private PublisherRestrictions() {}

    static List<Restriction> read(BitText bits) throws UnreadableTcStringException {
        int count = bits.number(12);
        List<Restriction> restrictions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int purpose = bits.number(6);
            RestrictionType type = RestrictionType.values()[bits.number(2)];
            restrictions.add(new Restriction(purpose, type, ranges(bits, LARGEST)));
        }
        return restrictions;
    }

    /** Single vendors, and vendors from one number to another. */
    static BitSet ranges(BitText bits, int largest) throws UnreadableTcStringException {
        int count = bits.number(12);
        BitSet vendors = new BitSet();
        for (int i = 0; i < count; i++) {
            boolean several = bits.flag();
            int first = bits.number(16);
            int last = several ? bits.number(16) : first;
            if (first == 0 || last < first || last > largest) {
                throw new UnreadableTcStringException("is damaged: a range of vendors has no beginning or no end");
            }
            vendors.set(first, last + 1);
        }
        return vendors;
    }
}
