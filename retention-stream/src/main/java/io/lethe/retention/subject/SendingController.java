package io.lethe.retention.subject;

import java.util.List;
import java.util.TreeSet;

/**
 * The controller that has sent a request, where we are its processor.
 *
 * @param callbackUrls where it wants to be told of every change
 */
public record SendingController(String id, List<String> callbackUrls) {

    /** The record of a subject has to have an end. */
    private static final int MOST_CALLBACKS = 3;

    public SendingController {
        callbackUrls = List.copyOf(callbackUrls);
    }

    /** Both, whichever came first (C2). */
    SendingController with(SendingController other) {
        TreeSet<String> all = new TreeSet<>(callbackUrls);
        all.addAll(other.callbackUrls);
        String least = id.compareTo(other.id) <= 0 ? id : other.id;
        return new SendingController(least, all.stream().limit(MOST_CALLBACKS).toList());
    }
}
