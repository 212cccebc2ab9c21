package io.lethe.connectors;

import io.lethe.connectors.opendsr.CallbackAddress;
import io.lethe.connectors.opendsr.OpenDsrConnector;
import io.lethe.connectors.opendsr.OpenDsrConnector.Told;
import io.lethe.connectors.work.Acknowledgements;
import io.lethe.connectors.work.Verdict;
import io.lethe.opendsr.OpenDsr;
import io.lethe.service.HttpProblem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;

/** Where processors call back. Who calls shows it by a signature over the body; there is no key. */
final class CallbackRoutes implements Consumer<Router> {

    private static final int LARGEST_BODY = 64 * 1024;

    /** {@code <subjectId>.<12 characters>.<system>}, as the erasure worker makes them. */
    private static final Pattern COMMAND_ID =
            Pattern.compile("([A-Za-z0-9_-]{43})\\.[A-Za-z0-9_-]{12}\\.([A-Za-z0-9._-]{1,200})");

    /** Puts on record what a processor has told. */
    @FunctionalInterface
    interface Acknowledging {
        void write(String commandId, String subjectId, Verdict.Acknowledged verdict) throws InterruptedException;
    }

    private final Map<String, OpenDsrConnector> processors;
    private final Acknowledging acknowledging;
    private final MeterRegistry metrics;

    /** @param processors by the ids of their systems */
    CallbackRoutes(Map<String, OpenDsrConnector> processors, Acknowledging acknowledging, MeterRegistry metrics) {
        this.processors = Map.copyOf(processors);
        this.acknowledging = acknowledging;
        this.metrics = metrics;
    }

    static CallbackRoutes of(
            Map<String, OpenDsrConnector> processors, Acknowledgements acknowledgements, MeterRegistry metrics) {
        return new CallbackRoutes(processors, acknowledgements::write, metrics);
    }

    @Override
    public void accept(Router router) {
        router.post(CallbackAddress.PATH + ":commandId")
                .handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY))
                .handler(this::take);
    }

    private void take(RoutingContext context) {
        Matcher command = COMMAND_ID.matcher(context.pathParam("commandId"));
        OpenDsrConnector processor = command.matches() ? processors.get(command.group(2)) : null;
        if (processor == null) {
            HttpProblem.of(404, "Not found", "Nobody is asked anything under this id.")
                    .answer(context);
            return;
        }
        String commandId = command.group();
        String subjectId = command.group(1);
        String system = command.group(2);
        Buffer buffer = context.body().buffer();
        byte[] body = buffer == null ? new byte[0] : buffer.getBytes();
        // It may fetch a certificate, and waits for Kafka: nothing for an event loop.
        context.vertx()
                .executeBlocking(() -> hear(processor, commandId, subjectId, context, body), false)
                .onSuccess(told -> answer(context, told, system))
                .onFailure(failure -> failed(context, failure));
    }

    private Told hear(
            OpenDsrConnector processor, String commandId, String subjectId, RoutingContext context, byte[] body)
            throws InterruptedException {
        Told told = processor.told(
                commandId,
                Optional.ofNullable(context.request().getHeader(OpenDsr.PROCESSOR_DOMAIN)),
                Optional.ofNullable(context.request().getHeader(OpenDsr.SIGNATURE)),
                body);
        if (told instanceof Told.Heard(Verdict.Acknowledged verdict)) {
            acknowledging.write(commandId, subjectId, verdict);
        }
        return told;
    }

    private void answer(RoutingContext context, Told told, String system) {
        switch (told) {
            case Told.Heard _ -> {
                count(system, "heard");
                context.response().setStatusCode(202).end();
            }
            case Told.Forged(String why) -> {
                count(system, "forged");
                HttpProblem.of(403, "Forbidden", "This is not the processor's word: " + why + ".")
                        .answer(context);
            }
            case Told.Misplaced(String why) -> {
                count(system, "misplaced");
                HttpProblem.of(422, "Misplaced", why).answer(context);
            }
            case Told.Unclear(String why) -> {
                count(system, "unclear");
                unavailable(context, "Cannot tell now whose word this is: " + why + ".");
            }
        }
    }

    private static void failed(RoutingContext context, Throwable failure) {
        if (failure instanceof KafkaException) {
            unavailable(context, "Kafka does not take it at the moment.");
        } else {
            context.fail(500, failure);
        }
    }

    private static void unavailable(RoutingContext context, String why) {
        context.response().putHeader("retry-after", "60");
        HttpProblem.of(503, "Not available", why).answer(context);
    }

    private void count(String system, String outcome) {
        Counter.builder("lethe_connector_callbacks")
                .description("calls by which processors told where a request stands")
                .tag("system", system)
                .tag("outcome", outcome)
                .register(metrics)
                .increment();
    }
}
