package io.lethe.connectors;

import io.lethe.connectors.http.Credentials;
import io.lethe.connectors.http.HttpConnector;
import io.lethe.connectors.opendsr.ControllerCallbacks;
import io.lethe.connectors.opendsr.OpenDsrConnector;
import io.lethe.connectors.work.Acknowledgements;
import io.lethe.connectors.work.Connector;
import io.lethe.connectors.work.Persistence;
import io.lethe.connectors.work.SystemWorker;
import io.lethe.connectors.work.TopicWorker;
import io.lethe.kafka.cluster.ClusterWatch;
import io.lethe.kafka.cluster.TopicPreparation;
import io.lethe.kafka.serdes.AvroSerdes;
import io.lethe.opendsr.Certificates;
import io.lethe.opendsr.ProcessorKey;
import io.lethe.policy.RecipientSystem;
import io.lethe.policy.dispatch.Dispatch;
import io.lethe.policy.dispatch.HttpTemplate;
import io.lethe.policy.dispatch.OpenDsrProcessor;
import io.lethe.schemas.OpenDsrStatus;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topics;
import io.lethe.service.HttpService;
import io.lethe.service.Service;
import io.lethe.service.ServiceMain;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process that calls the recipient systems which have no client of their own. */
public final class RecipientConnectors implements Service {

    private static final Logger LOG = LoggerFactory.getLogger(RecipientConnectors.class);
    private static final String NAME = "recipient-connectors";
    private static final Duration START_PATIENCE = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** The last first. */
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** What takes work in. */
    private final List<Runnable> stops = new ArrayList<>();

    private RecipientConnectors() {}

    public static void main(String[] args) {
        System.exit(ServiceMain.run(
                        NAME,
                        System.getenv(),
                        environment -> new RecipientConnectors().start(ConnectorSettings.from(environment)))
                .value());
    }

    private RecipientConnectors start(ConnectorSettings settings) throws Exception {
        try {
            open(settings);
            return this;
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    private void open(ConnectorSettings settings) throws Exception {
        List<RecipientSystem> all = settings.policy().recipients();
        new TopicPreparation(
                        settings.kafka(),
                        Topics.all(all.stream().map(RecipientSystem::id).toList()),
                        START_PATIENCE)
                .prepare();
        ClusterWatch watch = new ClusterWatch(settings.kafka().client());
        opened.push(watch);
        watch.start(BETWEEN_LOOKS, () -> true, failure::completeExceptionally);
        watch.awaitFirst(START_PATIENCE);
        Acknowledgements acknowledgements = Acknowledgements.to(
                settings.kafka().client(),
                AvroSerdes.serializer(
                        List.of(Topics.DELETION_ACKS), settings.kafka().registry()),
                settings.clock());
        opened.push(acknowledgements);
        Map<String, OpenDsrConnector> processors = new HashMap<>();
        for (RecipientSystem system : settings.policy().connectedRecipients()) {
            Connector connector = connector(system.dispatch(), settings);
            SystemWorker worker = worker(system, connector, settings, acknowledgements);
            if (connector instanceof OpenDsrConnector processor) {
                processors.put(system.id(), processor);
            }
            stops.add(worker::stop);
            opened.push(worker);
            if (connector instanceof OpenDsrConnector) {
                TopicWorker<?> withdrawals =
                        Withdrawals.start(system.id(), worker, settings, failure::completeExceptionally);
                stops.addFirst(withdrawals::stop);
                opened.push(withdrawals);
            }
        }
        Gauge.builder("lethe_connector_credentials_missing", settings.credentials(), Credentials::missing)
                .description("credentials whose file could not be read when it was last looked at")
                .register(metrics);
        settings.processor().ifPresent(key -> tellControllers(key, settings));
        HttpService http = HttpService.start(
                settings.http(),
                1,
                metrics,
                () -> notReady(watch),
                CallbackRoutes.of(processors, acknowledgements, metrics));
        opened.push(http);
        LOG.info(
                "listens on {}:{}; systems that are called: {}",
                settings.http().host(),
                http.port(),
                settings.policy().connectedRecipients().size());
    }

    private SystemWorker worker(
            RecipientSystem system,
            Connector connector,
            ConnectorSettings settings,
            Acknowledgements acknowledgements) {
        return new SystemWorker(
                system.id(),
                settings.kafka().client(),
                AvroSerdes.of(
                                Topics.deletionCommands(system.id()),
                                settings.kafka().registry())
                        .deserializer(),
                connector,
                settings.limits(),
                acknowledgements,
                metrics,
                failure::completeExceptionally);
    }

    private static Connector connector(Dispatch dispatch, ConnectorSettings settings) {
        return switch (dispatch) {
            // The real time: systems outside know no sandbox.
            case HttpTemplate template -> new HttpConnector(template, settings.credentials(), InstantSource.system());
            case OpenDsrProcessor processor ->
                new OpenDsrConnector(
                        processor,
                        settings.credentials(),
                        Certificates.ofTheRuntime(),
                        settings.callbacks(),
                        InstantSource.system());
            case Dispatch.OwnClient _ -> throw new IllegalArgumentException("a system with a client of its own");
        };
    }

    private void tellControllers(ProcessorKey key, ConnectorSettings settings) {
        SystemWorker.Limits limits = settings.limits();
        ControllerCallbacks callbacks = new ControllerCallbacks(
                key,
                settings.callbackHosts(),
                new Persistence.Limits(limits.attempts(), limits.backoff(), limits.life()),
                metrics,
                InstantSource.system());
        opened.push(callbacks);
        TopicWorker<OpenDsrStatus> worker = new TopicWorker<>(
                new TopicWorker.Reading<>(
                        "controller-callbacks",
                        Topics.OPENDSR_STATUS.name(),
                        Party.RECIPIENT_CONNECTORS.label() + ".callbacks",
                        false,
                        limits.inFlight(),
                        AvroSerdes.of(Topics.OPENDSR_STATUS, settings.kafka().registry())
                                .deserializer(),
                        OpenDsrStatus::getRequestId),
                settings.kafka().client(),
                callbacks,
                () -> {},
                failure::completeExceptionally);
        stops.add(worker::stop);
        opened.push(worker.start());
    }

    private static Optional<String> notReady(ClusterWatch watch) {
        return watch.isReachable() ? Optional.empty() : Optional.of("Kafka does not answer.");
    }

    @Override
    public CompletableFuture<Void> failure() {
        return failure;
    }

    /** All systems end at one time: each may have calls under way. */
    @Override
    public void close() {
        stops.forEach(Runnable::run);
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LOG.warn("something did not close", e);
            }
        }
    }
}
