package io.lethe.ingest.code;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.LongSupplier;

/** Sends codes by the one sender that there is, and not too many to one person. */
public final class CodePost {

    /** For so long a code proves something. */
    public static final Duration VALID = Duration.ofMinutes(10);

    private static final int MOST = 5;
    private static final long HOUR_NANOS = Duration.ofHours(1).toNanos();
    private static final int MOST_SUBJECTS = 100_000;

    private final Optional<CodeSender> sender;
    private final LongSupplier nanos;

    /** When codes were sent to whom within the last hour, by subject ids. */
    private final Map<String, Deque<Long>> sent = new HashMap<>();

    private CodePost(Optional<CodeSender> sender, LongSupplier nanos) {
        this.sender = sender;
        this.nanos = nanos;
    }

    /** No codes are sent. */
    public static CodePost none() {
        return new CodePost(Optional.empty(), System::nanoTime);
    }

    /** @param nanos a reading of a clock that only goes forward */
    public static CodePost by(CodeSender sender, LongSupplier nanos) {
        return new CodePost(Optional.of(sender), nanos);
    }

    /**
     * The sender of a name, opened.
     *
     * @throws IllegalArgumentException with the names that there are, or with what that sender needs
     */
    public static CodePost by(String name, CodeSender.Surroundings surroundings) {
        List<CodeSender> all = ServiceLoader.load(CodeSender.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        CodeSender found = all.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be one of "
                        + String.join(
                                ", ",
                                all.stream().map(CodeSender::name).sorted().toList())));
        found.open(surroundings);
        return by(found, System::nanoTime);
    }

    public boolean isOpen() {
        return sender.isPresent();
    }

    /**
     * Takes note that a code is about to be sent to somebody.
     *
     * @return for how long none may be sent; empty where one may
     */
    public synchronized Optional<Duration> take(String subjectId) {
        long now = nanos.getAsLong();
        sent.values().removeIf(times -> isOver(times, now));
        Deque<Long> times = sent.get(subjectId);
        if (times == null) {
            if (sent.size() >= MOST_SUBJECTS) {
                return Optional.of(Duration.ofMinutes(1));
            }
            times = new ArrayDeque<>();
            sent.put(subjectId, times);
        }
        if (times.size() >= MOST) {
            return Optional.of(Duration.ofNanos(HOUR_NANOS - (now - times.getFirst())));
        }
        times.addLast(now);
        return Optional.empty();
    }

    /** Whether none of these was within the last hour; those that were not go. */
    private static boolean isOver(Deque<Long> times, long now) {
        while (!times.isEmpty() && now - times.getFirst() >= HOUR_NANOS) {
            times.removeFirst();
        }
        return times.isEmpty();
    }

    /**
     * Sends a letter; it may take some seconds.
     *
     * @throws IOException where it cannot be sent
     */
    public void send(CodeLetter letter) throws IOException {
        sender.orElseThrow(() -> new IllegalStateException("there is no sender"))
                .send(letter);
    }
}
