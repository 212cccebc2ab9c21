package io.lethe.service;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a log may say of a failure whose message may repeat what a caller has sent. */
final class Traces {

    private static final int MOST_FRAMES = 40;

    private Traces() {}

    /** Of which class it is and where it comes from, and the same of what caused it. */
    static String withoutMessages(@Nullable Throwable failure) {
        StringBuilder trace = new StringBuilder();
        Set<Throwable> told = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable one = failure; one != null && told.add(one); one = one.getCause()) {
            trace.append(trace.isEmpty() ? "" : "\nCaused by: ")
                    .append(one.getClass().getName());
            StackTraceElement[] frames = one.getStackTrace();
            for (int frame = 0; frame < frames.length && frame < MOST_FRAMES; frame++) {
                trace.append("\n\tat ").append(frames[frame]);
            }
        }
        return trace.toString();
    }
}
