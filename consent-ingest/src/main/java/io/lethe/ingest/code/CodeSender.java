package io.lethe.ingest.code;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Takes one-time codes to people: a plug-in, found by {@link java.util.ServiceLoader} and named by {@code LETHE_CODE_SENDER}. Whoever writes one must not
 * log a letter, and must not keep it for longer than its code is valid.
 */
public interface CodeSender {

    /**
     * What there is for a sender.
     *
     * @param folder {@code LETHE_CODE_FOLDER}; empty where it is not set
     * @param clock by which codes are valid
     */
    record Surroundings(Optional<Path> folder, InstantSource clock) {}

    /** The name that a configuration calls it by. */
    String name();

    /**
     * Called once, before anything else.
     *
     * @throws IllegalArgumentException in an operator's words, where something is missing that it needs
     */
    default void open(Surroundings surroundings) {}

    /**
     * Takes a letter; may wait for others, some seconds at most.
     *
     * @throws IOException where it cannot be sent; the code is then asked for again
     */
    void send(CodeLetter letter) throws IOException;
}
