package io.lethe.certificate;

/**
 * Something that is wrong with a chain.
 *
 * @param chain in which; empty where it cannot be told
 * @param from number of the certificate, or of the first of those that are missing; 0 where it cannot be told
 * @param to number of the last one it is about
 * @param where it stands, such as the line of a file; empty for what is not there
 */
public record ChainFinding(Kind kind, String chain, long from, long to, String where) {

    /** What is wrong. */
    public enum Kind {
        /** Its content is not what its hash says. */
        CHANGED,
        /** Numbers that no certificate has. */
        MISSING,
        /** One too many: another has its number, or it follows nothing. */
        INSERTED,
        /** It stands after one with a larger number. */
        OUT_OF_ORDER,
        /** The key it names has not signed it. */
        WRONG_SIGNATURE,
        /** It names a key that is not trusted. */
        UNKNOWN_KEY,
        /** The same one once more. */
        REPEATED,
        /** Signed, but not the one that the next certificate, or a head noted earlier, names. */
        REPLACED,
        /** It was written before certificates were chained and signed, and proves nothing. */
        UNSIGNED,
        /** It cannot be read as a certificate. */
        UNREADABLE
    }

    static ChainFinding at(Kind kind, Certificate certificate, String where) {
        return new ChainFinding(kind, certificate.chain(), certificate.sequence(), certificate.sequence(), where);
    }

    static ChainFinding missing(String chain, long from, long to) {
        return new ChainFinding(Kind.MISSING, chain, from, to, "");
    }
}
