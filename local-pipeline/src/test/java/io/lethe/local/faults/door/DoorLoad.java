package io.lethe.local.faults.door;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Front-ends that post one event after the other, and each again under its id until it is taken, as the script does. */
final class DoorLoad implements AutoCloseable {

    private static final int FRONT_ENDS = 24;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long PAUSE_NANOS = 20_000_000L;

    private final URI address;
    private final String authorization;
    private final Supplier<String> callers;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Map<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();
    private final AtomicInteger people = new AtomicInteger();
    private final AtomicLong longestNanos = new AtomicLong();
    private final AtomicInteger withoutRetryAfter = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    /** @param callers for whom each request is made, as a proxy would say; it counts at a door that trusts this machine */
    DoorLoad(URI address, String authorization, Supplier<String> callers) {
        this.address = address;
        this.authorization = authorization;
        this.callers = callers;
    }

    String authorization() {
        return authorization;
    }

    void begin() {
        begin(FRONT_ENDS);
    }

    void begin(int frontEnds) {
        closed = false;
        for (int i = 0; i < frontEnds; i++) {
            threads.add(Thread.ofVirtual().start(this::run));
        }
    }

    private void run() {
        while (!closed) {
            String id = UUID.randomUUID().toString();
            while (post(id) != 202 && !closed) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** @return the status; 0 where there was no answer */
    int post(String id) {
        return send(event(id), List.of(id));
    }

    private String event(String id) {
        return "{\"eventId\":\"" + id + "\",\"subject\":{\"email\":\"door-" + people.incrementAndGet()
                + "@example.org\"},\"source\":\"www\",\"kind\":\"contact-form\"}";
    }

    private int send(String body, List<String> ids) {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .header("X-Forwarded-For", callers.get())
                .POST(BodyPublishers.ofString(body))
                .build();
        long begin = System.nanoTime();
        int status = 0;
        try {
            HttpResponse<Void> answer = client.send(request, BodyHandlers.discarding());
            status = answer.statusCode();
            if ((status == 429 || status == 503)
                    && answer.headers().firstValueAsLong("retry-after").orElse(0) < 1) {
                withoutRetryAfter.incrementAndGet();
            }
        } catch (IOException e) {
            // Nobody there, or gone in the midst of it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (status != 0) {
            longestNanos.accumulateAndGet(System.nanoTime() - begin, Math::max);
        }
        if (status == 202) {
            accepted.addAll(ids);
        }
        statuses.computeIfAbsent(status, _ -> new AtomicInteger()).incrementAndGet();
        return status;
    }

    /** The ids of all events that were answered with 202. */
    Set<String> accepted() {
        return accepted;
    }

    /** How often there was this answer. */
    int answers(int status) {
        AtomicInteger count = statuses.get(status);
        return count == null ? 0 : count.get();
    }

    /** The longest that anybody waited for an answer, since it was asked last. */
    Duration longest() {
        return Duration.ofNanos(longestNanos.getAndSet(0));
    }

    /** Which answers there were; none but what a front-end can deal with. */
    Set<Integer> kinds() {
        return statuses.keySet();
    }

    /** How many were told to come again, and not when. */
    int withoutRetryAfter() {
        return withoutRetryAfter.get();
    }

    void end() {
        closed = true;
        threads.forEach(thread -> {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        threads.clear();
    }

    @Override
    public void close() {
        end();
        client.close();
    }
}
