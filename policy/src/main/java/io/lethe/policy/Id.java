package io.lethe.policy;

import java.util.Arrays;
import java.util.Optional;

/** A constant that is written under a fixed id wherever people or other systems read it. */
public interface Id {

    String id();

    static <T extends Id> Optional<T> find(T[] all, String id) {
        return Arrays.stream(all).filter(one -> one.id().equals(id)).findFirst();
    }
}
