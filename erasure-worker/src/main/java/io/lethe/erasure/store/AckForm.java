package io.lethe.erasure.store;

import io.lethe.erasure.stored.StoredAck;
import io.lethe.streams.stores.StoredForm;
import java.util.List;

/** How acknowledgements travel to the task of their subject. */
public final class AckForm {

    public static final StoredForm<StoredAck> FORM = new StoredForm<>(StoredAck.class, List.of());

    private AckForm() {}
}
