package io.lethe.erasure.store;

import io.lethe.erasure.stored.StoredAck;
import java.util.Map;

/** How acknowledgements travel to the task of their subject. */
public final class AckForm {

    public static final StoredForm<StoredAck> FORM = new StoredForm<>(StoredAck.class, 1, Map.of());

    private AckForm() {}
}
