package io.lethe.connectors.opendsr;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.connectors.http.HttpAnswer;
import io.lethe.connectors.http.HttpCaller;
import io.lethe.connectors.http.NoAnswerException;
import io.lethe.connectors.work.Persistence;
import io.lethe.connectors.work.TopicWorker;
import io.lethe.connectors.work.Verdict;
import io.lethe.opendsr.CallbackHosts;
import io.lethe.opendsr.OpenDsr;
import io.lethe.opendsr.ProcessorKey;
import io.lethe.opendsr.RequestStatus;
import io.lethe.opendsr.StatusBody;
import io.lethe.schemas.DeletionOutcome;
import io.lethe.schemas.OpenDsrState;
import io.lethe.schemas.OpenDsrStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the controllers whose processor we are of every change of their requests. What is told is read from a topic, so a process that is
 * killed tells it again; who cannot be told after some attempts can still ask.
 */
public final class ControllerCallbacks implements TopicWorker.Work<OpenDsrStatus>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControllerCallbacks.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final ProcessorKey key;
    private final CallbackHosts hosts;
    private final Persistence.Limits limits;
    private final MeterRegistry metrics;
    private final InstantSource clock;
    private final HttpCaller caller = new HttpCaller(TIMEOUT);

    /** @param hosts where controllers may be called; what is elsewhere is not called, whoever let it in */
    public ControllerCallbacks(
            ProcessorKey key,
            CallbackHosts hosts,
            Persistence.Limits limits,
            MeterRegistry metrics,
            InstantSource clock) {
        this.key = key;
        this.hosts = hosts;
        this.limits = limits;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public void on(OpenDsrStatus status, long takenAt) throws InterruptedException {
        if (status.getStatus() == OpenDsrState.UNRECOGNISED) {
            return;
        }
        for (String address : status.getCallbackUrls()) {
            if (hosts.allow(address)) {
                tell(status, address, takenAt);
            } else {
                count("forbidden");
            }
        }
    }

    private void tell(OpenDsrStatus status, String address, long takenAt) throws InterruptedException {
        HttpRequest request = request(status, address);
        // Not one for all: a controller that asks for quiet asks for itself alone.
        Verdict.Acknowledged end =
                Persistence.of(limits, () -> count("retried")).carryOut(() -> attempt(request), takenAt);
        if (end.outcome() == DeletionOutcome.COMPLETED) {
            count("told");
        } else {
            count("given-up");
            LOG.warn("a controller was not told of a change: {}", end.reason().orElse(""));
        }
    }

    private Verdict attempt(HttpRequest request) throws InterruptedException {
        try {
            HttpAnswer answer = caller.call(request);
            return answer.isSuccess() ? Verdict.COMPLETED : answer.refusal(clock);
        } catch (NoAnswerException e) {
            return Verdict.later(e.why());
        }
    }

    private HttpRequest request(OpenDsrStatus status, String address) {
        ObjectNode said = StatusBody.of(
                        status.getControllerId(),
                        status.getRequestId(),
                        RequestStatus.valueOf(status.getStatus().name()),
                        status.getDueAt())
                .put(OpenDsr.STATUS_CALLBACK_URL, address);
        byte[] body = StatusBody.bytes(said);
        return HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/json")
                .header(OpenDsr.PROCESSOR_DOMAIN, key.domain())
                .header(OpenDsr.SIGNATURE, key.sign(body))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    private void count(String outcome) {
        Counter.builder("lethe_opendsr_callbacks")
                .description("calls by which controllers were told where their request stands")
                .tag("outcome", outcome)
                .register(metrics)
                .increment();
    }

    @Override
    public void close() {
        caller.close();
    }
}
