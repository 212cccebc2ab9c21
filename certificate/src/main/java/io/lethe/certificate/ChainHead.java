package io.lethe.certificate;

/**
 * How far a chain has come. Whoever notes it can tell later whether the chain was cut off before.
 *
 * @param sequence of the newest certificate; 0 before there is one
 * @param hash of the newest certificate; empty before there is one
 */
public record ChainHead(String chain, long sequence, String hash) {

    public static ChainHead beforeTheFirst(String chain) {
        return new ChainHead(chain, 0, "");
    }
}
