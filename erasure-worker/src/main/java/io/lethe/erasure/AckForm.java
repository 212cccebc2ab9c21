package io.lethe.erasure;

import io.lethe.erasure.stored.StoredAck;
import java.util.Map;

/** How acknowledgements travel to the task of their subject. */
final class AckForm {

    static final StoredForm<StoredAck> FORM = new StoredForm<>(StoredAck.class, 1, Map.of());

    private AckForm() {}
}
