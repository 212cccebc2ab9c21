package io.lethe.erasure.store;

import io.lethe.certificate.ChainHead;
import io.lethe.erasure.stored.StoredChainHead;
import io.lethe.streams.stores.StoredForm;
import java.util.List;

/** How the head of a chain stands in its store, under the name of the chain. */
final class ChainHeadForm {

    static final StoredForm<StoredChainHead> FORM = new StoredForm<>(StoredChainHead.class, List.of());

    private ChainHeadForm() {}

    static StoredChainHead toStored(ChainHead head) {
        return StoredChainHead.newBuilder()
                .setSequence(head.sequence())
                .setHash(head.hash())
                .build();
    }

    static ChainHead fromStored(String chain, StoredChainHead stored) {
        return new ChainHead(chain, stored.getSequence(), stored.getHash());
    }
}
