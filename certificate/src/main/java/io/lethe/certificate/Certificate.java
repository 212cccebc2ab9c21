package io.lethe.certificate;

/**
 * A certified erasure in its place of a chain, signed (E4).
 *
 * @param sequence its number in the chain, from 1
 * @param previousHash the hash of the one before it; empty for the first
 * @param keyId which key has signed
 * @param hash SHA-256 of the canonical form, in hex
 * @param signature Ed25519 over the canonical form, in base64url
 */
public record Certificate(
        CertifiedErasure erasure,
        String chain,
        long sequence,
        String previousHash,
        String keyId,
        String hash,
        String signature) {

    /** Where the chain stands after it. */
    public ChainHead head() {
        return new ChainHead(chain, sequence, hash);
    }

    /** Whether it was written before certificates were chained: it proves nothing by itself. */
    public boolean isBare() {
        return chain.isEmpty() && signature.isEmpty();
    }
}
